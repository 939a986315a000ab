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

import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useId, type PropsWithChildren, type ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  root: { marginBottom: theme.spacing(2), minWidth: 0, overflow: 'hidden' },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 2),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  body: { padding: theme.spacing(2), overflowX: 'auto' },
  flush: { overflowX: 'auto' },
}));

/** A titled card: a landmark with its heading. */
export function Section(
  props: PropsWithChildren<{
    title: string;
    subtitle?: string;
    action?: ReactNode;
    /** No padding: the content is a table. */
    flush?: boolean;
  }>,
) {
  const classes = useStyles();
  const id = useId();
  return (
    <Paper
      component="section"
      variant="outlined"
      className={classes.root}
      aria-labelledby={id}
    >
      <div className={classes.head}>
        <div>
          <Typography variant="h6" component="h3" id={id}>
            {props.title}
          </Typography>
          {props.subtitle && (
            <Typography variant="body2" color="textSecondary">
              {props.subtitle}
            </Typography>
          )}
        </div>
        {props.action}
      </div>
      <div className={props.flush ? classes.flush : classes.body}>
        {props.children}
      </div>
    </Paper>
  );
}
