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
import { Link } from '@backstage/core-components';
import type { PropsWithChildren } from 'react';
import { explainError } from '../../lib/explainError';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { ToneIcon } from '../status/StatusLabel';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    gap: theme.spacing(1.5),
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderLeft: `4px solid ${theme.palette.error.main}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
    marginBottom: theme.spacing(2),
  },
  body: { minWidth: 0, flex: 1, overflowWrap: 'anywhere' },
  icon: { marginTop: 4 },
  actions: {
    display: 'flex',
    gap: theme.spacing(2),
    alignItems: 'center',
    marginTop: theme.spacing(1),
  },
}));

/** What failed, in which cluster, why, and what to do. */
export function ErrorNotice(
  props: PropsWithChildren<{
    /** What was tried: "The coverage could not be loaded". */
    what: string;
    cluster?: string;
    error: unknown;
    onRetry?: () => void;
  }>,
) {
  const classes = useStyles();
  const paths = useMeshPaths();
  const explained = explainError(props.error);
  return (
    <div className={classes.root} role="alert">
      <ToneIcon tone="error" className={classes.icon} />
      <div className={classes.body}>
        <Typography variant="subtitle1" component="p">
          {props.what}
          {props.cluster ? ` (cluster ${props.cluster})` : ''}
        </Typography>
        <Typography variant="body2">{explained.why}</Typography>
        <Typography variant="body2" color="textSecondary">
          {explained.remedy}
        </Typography>
        <div className={classes.actions}>
          {props.onRetry && (
            <Button size="small" variant="outlined" onClick={props.onRetry}>
              Try again
            </Button>
          )}
          {props.children}
          {props.cluster && (
            <Link to={paths.connection(props.cluster)}>
              Check the connection of {props.cluster}
            </Link>
          )}
        </div>
      </div>
    </div>
  );
}
