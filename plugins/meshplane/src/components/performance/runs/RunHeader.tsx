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
import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import type { ReactNode } from 'react';
import { relativeTime } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { PageTitle } from '../../layout/PageTitle';
import { StatusLabel } from '../../status/StatusLabel';
import { pickedRunWords } from '../parts/studyWords';
import { runnerText } from './runnerText';
import { originText } from './runWords';

const useStyles = makeStyles(theme => ({
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    '@media print': { display: 'none' },
  },
}));

/** Name and state of a run with what belongs beside it; the children are what can be done with it. */
export function RunHeader(props: { run: RunDetail; children?: ReactNode }) {
  const { run } = props;
  const classes = useStyles();
  const paths = usePerformancePaths();
  return (
    <PageTitle
      title={run.name}
      meta={
        <>
          <StatusLabel state={pickedRunWords[run.state]} />
          {run.baseline && (
            <StatusLabel state={{ tone: 'info', word: 'Baseline' }} />
          )}
          {run.release && <span>release {run.release}</span>}
          {run.profileId && (
            <Link
              to={paths.profile(run.profileId, {
                version: run.profileVersion ? String(run.profileVersion) : '',
              })}
            >
              profile version {run.profileVersion}
            </Link>
          )}
          <span>{run.targets.join(', ')}</span>
          <span>
            {run.runner ? runnerText(run.runner) : `made by ${run.generator}`}
          </span>
          {run.experiment ? (
            <Link to={paths.experiment(run.experiment.id)}>
              {originText(run)}
            </Link>
          ) : (
            <span>{originText(run)}</span>
          )}
          <span title={run.createdAt}>{relativeTime(run.createdAt)}</span>
        </>
      }
      action={<div className={classes.actions}>{props.children}</div>}
    />
  );
}
