/*
 * Copyright 2026 The Meshplane Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    height: 3 * sidebarConfig.logoHeight,
    display: 'flex',
    alignItems: 'center',
    flexShrink: 0,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 14,
    marginLeft: 20,
    color: '#fff',
    fontSize: 20,
    fontWeight: 600,
    whiteSpace: 'nowrap',
  },
});

/** A small mesh and, where there is room, the name. */
export function PortalLogo() {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={classes.root}>
      <Link
        to="/"
        underline="none"
        className={classes.link}
        aria-label="Meshplane, to the start page"
      >
        <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden>
          <path
            d="M6 7 16 16 26 7M6 25 16 16 26 25M6 7V25M26 7V25"
            fill="none"
            stroke="#7fd1c7"
            strokeWidth="1.8"
          />
          {[
            [6, 7],
            [26, 7],
            [16, 16],
            [6, 25],
            [26, 25],
          ].map(([cx, cy]) => (
            <circle key={`${cx}-${cy}`} cx={cx} cy={cy} r="3.6" fill="#fff" />
          ))}
        </svg>
        {isOpen && 'Meshplane'}
      </Link>
    </div>
  );
}
