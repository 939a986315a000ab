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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { PropsWithChildren } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1.5),
    alignItems: 'center',
    marginBottom: theme.spacing(2),
  },
}));

/** Filters in a row, with one button that clears them when there are any. */
export function FilterBar(
  props: PropsWithChildren<{ label: string; onClear?: () => void }>,
) {
  const classes = useStyles();
  return (
    <div className={classes.root} role="search" aria-label={props.label}>
      {props.children}
      {props.onClear && (
        <Button size="small" onClick={props.onClear}>
          Clear filters
        </Button>
      )}
    </div>
  );
}
