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

import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useMeshPaths } from '../../lib/useMeshPaths';
import type { LifecyclePage } from '../layout/useActiveView';

const TITLES: Record<LifecyclePage, string> = {
  lifecycle: 'Install and upgrade',
  releases: 'Helm releases',
  migrations: 'Migrations',
  samples: 'Samples',
};

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 3),
    marginBottom: theme.spacing(2),
    '& [aria-current="page"]': {
      fontWeight: 700,
      color: theme.palette.text.primary,
    },
  },
}));

/** Pages below the tab Lifecycle. */
export function LifecycleNav(props: { cluster: string; page: LifecyclePage }) {
  const classes = useStyles();
  const paths = useMeshPaths();
  return (
    <nav className={classes.root} aria-label="Lifecycle">
      {(Object.keys(TITLES) as LifecyclePage[]).map(page => (
        <Link
          key={page}
          to={paths.view(page, props.cluster)}
          aria-current={page === props.page ? 'page' : undefined}
        >
          {TITLES[page]}
        </Link>
      ))}
    </nav>
  );
}
