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

import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { OperationStep } from '@meshplane/plugin-meshplane-common';
import { duration, secondsBetween } from '../../lib/format';
import { StatusLabel } from '../status/StatusLabel';
import { stepWords } from './operationWords';

const useStyles = makeStyles(theme => ({
  list: { margin: 0, padding: 0, listStyle: 'none', counterReset: 'step' },
  item: {
    display: 'grid',
    gridTemplateColumns: '32px minmax(0, 1fr) auto',
    gap: theme.spacing(0, 1.5),
    padding: theme.spacing(1.25, 2),
    borderBottom: `1px solid ${theme.palette.divider}`,
    counterIncrement: 'step',
    '&:last-child': { borderBottom: 0 },
    '&::before': {
      content: 'counter(step)',
      color: theme.palette.text.secondary,
      textAlign: 'right',
    },
    '&[aria-current]': { backgroundColor: theme.palette.action.hover },
  },
  body: { minWidth: 0, overflowWrap: 'anywhere' },
  state: { textAlign: 'right' },
  bar: { marginTop: theme.spacing(0.75), maxWidth: 480 },
}));

function timeOf(step: OperationStep): string | undefined {
  if (step.startedAt && step.endedAt) {
    return duration(secondsBetween(step.startedAt, step.endedAt));
  }
  return step.state === 'pending'
    ? `about ${duration(step.estimatedSeconds)}`
    : undefined;
}

/** The steps in order, each with state, progress and why it is there. */
export function StepsPanel(props: { steps: OperationStep[] }) {
  const classes = useStyles();
  return (
    <ol className={classes.list} aria-label="Steps">
      {props.steps.map(step => (
        <li
          key={step.id}
          className={classes.item}
          aria-current={step.state === 'running' ? 'step' : undefined}
        >
          <div className={classes.body}>
            <Typography variant="body2">{step.title}</Typography>
            {(step.detail ?? step.why) && (
              <Typography variant="caption" color="textSecondary">
                {step.detail ?? step.why}
              </Typography>
            )}
            {!step.reversible && (
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                Cannot be taken back.
              </Typography>
            )}
            {step.state === 'running' && (
              <LinearProgress
                className={classes.bar}
                variant={
                  step.progress === undefined ? 'indeterminate' : 'determinate'
                }
                value={step.progress}
                aria-label={`Progress of "${step.title}"`}
              />
            )}
          </div>
          <div className={classes.state}>
            <Typography variant="body2" component="div">
              <StatusLabel state={stepWords[step.state]} />
            </Typography>
            <Typography variant="caption" color="textSecondary">
              {timeOf(step)}
            </Typography>
          </div>
        </li>
      ))}
    </ol>
  );
}
