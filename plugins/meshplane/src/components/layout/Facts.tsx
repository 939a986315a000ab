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

import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))',
    gap: theme.spacing(2),
    margin: 0,
  },
  value: { margin: 0, overflowWrap: 'anywhere' },
}));

/** Names and values side by side; entries without a value are left out. */
export function Facts(props: {
  items: Array<{ name: string; value: ReactNode | undefined }>;
}) {
  const classes = useStyles();
  return (
    <dl className={classes.list}>
      {props.items
        .filter(item => item.value !== undefined && item.value !== '')
        .map(item => (
          <div key={item.name}>
            <Typography variant="caption" color="textSecondary" component="dt">
              {item.name}
            </Typography>
            <Typography
              variant="body2"
              component="dd"
              className={classes.value}
            >
              {item.value}
            </Typography>
          </div>
        ))}
    </dl>
  );
}
