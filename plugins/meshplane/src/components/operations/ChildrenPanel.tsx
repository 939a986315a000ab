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
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import type {
  OperationDetail,
  OperationSummary,
} from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { percent } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { operationWord, rolloutWords } from './operationWords';

/** How many steps are done, as a bar with its numbers. */
export function StepProgress(props: {
  operation: Pick<OperationSummary, 'stepsDone' | 'stepsTotal' | 'title'>;
}) {
  const { stepsDone, stepsTotal, title } = props.operation;
  if (stepsTotal === 0) return <>–</>;
  return (
    <>
      <LinearProgress
        variant="determinate"
        value={percent(stepsDone, stepsTotal)}
        aria-label={`Progress of "${title}"`}
      />
      <Typography variant="caption" color="textSecondary">
        {stepsDone} of {stepsTotal} steps
      </Typography>
    </>
  );
}

/** The clusters of an operation on several, in the order of the rollout. */
export function ChildrenPanel(props: { operation: OperationDetail }) {
  const { children, rollout } = props.operation;
  const paths = useMeshPaths();
  const canary = rollout?.policy === 'canary' ? rollout.canary : undefined;
  const columns = useMemo<Array<Column<OperationSummary>>>(
    () => [
      {
        id: 'cluster',
        header: 'Cluster',
        width: '22%',
        render: row => (
          <>
            <Link to={paths.operation(row.id)}>{row.cluster ?? row.id}</Link>
            {canary && canary === row.cluster && (
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                Canary: goes first
              </Typography>
            )}
          </>
        ),
      },
      {
        id: 'state',
        header: 'State',
        width: '18%',
        render: row => <StatusLabel state={operationWord(row)} />,
      },
      {
        id: 'progress',
        header: 'Progress',
        width: '20%',
        render: row => <StepProgress operation={row} />,
      },
      { id: 'message', header: 'Message', render: row => row.message ?? '' },
    ],
    [paths, canary],
  );
  if (children.length === 0) return null;
  const policy = rollout && rolloutWords[rollout.policy];
  return (
    <Section
      title={`Clusters (${children.length})`}
      subtitle={policy && `${policy.title}: ${policy.text}`}
      flush
    >
      <DataTable
        caption="Operations by cluster"
        columns={columns}
        rows={children}
        rowKey={row => row.id}
        presorted
      />
    </Section>
  );
}
