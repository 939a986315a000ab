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
import Typography from '@material-ui/core/Typography';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(1.5, 2, 2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    display: 'grid',
    gap: theme.spacing(2),
  },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
  },
}));

/** One row of a list in a form, with the button that takes it away. */
export function RowBox(props: {
  title: string;
  /** Absent where the last row has to stay. */
  onRemove?: () => void;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <div className={classes.root} role="group" aria-label={props.title}>
      <div className={classes.head}>
        <Typography variant="subtitle2">{props.title}</Typography>
        {props.onRemove && (
          <Button
            size="small"
            onClick={props.onRemove}
            aria-label={`Remove ${props.title}`}
          >
            Remove
          </Button>
        )}
      </div>
      {props.children}
    </div>
  );
}
