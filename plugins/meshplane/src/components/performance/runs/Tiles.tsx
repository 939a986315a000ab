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

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(132px, 1fr))',
    gap: theme.spacing(1.5),
    margin: 0,
  },
  tile: {
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    breakInside: 'avoid',
  },
  value: {
    margin: 0,
    fontSize: '1.3rem',
    lineHeight: 1.3,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  },
}));

/** One number with its name and a word about it. */
export interface TileItem {
  name: string;
  value: string | undefined;
  detail?: string;
}

/** Numbers side by side; those that are not known are left out. */
export function Tiles(props: { label: string; items: TileItem[] }) {
  const classes = useStyles();
  return (
    <dl className={classes.root} aria-label={props.label}>
      {props.items
        .filter(item => item.value !== undefined)
        .map(item => (
          <div key={item.name} className={classes.tile}>
            <Typography variant="caption" color="textSecondary" component="dt">
              {item.name}
            </Typography>
            <dd className={classes.value}>{item.value}</dd>
            {item.detail && (
              <Typography
                variant="caption"
                color="textSecondary"
                component="dd"
                style={{ margin: 0 }}
              >
                {item.detail}
              </Typography>
            )}
          </div>
        ))}
    </dl>
  );
}
