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
import type { RunSummary } from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { relativeTime } from '../../../lib/format';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { DataTable } from '../../layout/DataTable';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import { latency } from '../parts/numbers';
import { gateStateWords, pickedRunWords } from '../parts/studyWords';

/** The newest runs of a component. */
export function EntityRuns(props: { runs: RunSummary[] }) {
  const paths = usePerformancePaths();
  const columns = useMemo<Array<Column<RunSummary>>>(
    () => [
      {
        id: 'run',
        header: 'Run',
        render: row => (
          <Link to={paths.run(row.id)}>
            {row.name}
            {row.release ? `, ${row.release}` : ''}
          </Link>
        ),
      },
      {
        id: 'state',
        header: 'State',
        render: row => <StatusLabel state={pickedRunWords[row.state]} />,
      },
      {
        id: 'when',
        header: 'When',
        render: row => relativeTime(row.createdAt),
      },
      {
        id: 'p99',
        header: 'p99',
        align: 'right',
        render: row =>
          row.headline?.p99 === undefined ? '–' : latency(row.headline.p99),
      },
      {
        id: 'gate',
        header: 'Gates',
        render: row =>
          row.headline ? (
            <StatusLabel state={gateStateWords[row.gate ?? 'none']} />
          ) : (
            '–'
          ),
      },
    ],
    [paths],
  );
  return (
    <DataTable
      caption="Latest runs of this component"
      columns={columns}
      rows={props.runs}
      rowKey={row => row.id}
      presorted
    />
  );
}
