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
import type {
  PerformanceComparison,
  RunSummary,
} from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { DataTable } from '../../layout/DataTable';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import type { StateWord } from '../../status/words';
import { latency, sharePercent, significant } from '../parts/numbers';

const validityWords: Record<NonNullable<RunSummary['validity']>, StateWord> = {
  valid: { tone: 'ok', word: 'Valid' },
  invalid: { tone: 'error', word: 'Not valid' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

interface Row {
  side: 'A' | 'B';
  run: RunSummary;
}

const ofHeadline =
  (key: 'p50' | 'p99', write: (value: number) => string) => (row: Row) => {
    const value = row.run.headline?.[key];
    return value === undefined ? '–' : write(value);
  };

/** Every run of both sides, with what it measured; the way to its own page. */
export function SidesTable(props: { comparison: PerformanceComparison }) {
  const paths = usePerformancePaths();
  const { a, b } = props.comparison;
  const columns = useMemo<Array<Column<Row>>>(
    () => [
      { id: 'side', header: 'Side', render: row => row.side },
      {
        id: 'run',
        header: 'Run',
        render: row => <Link to={paths.run(row.run.id)}>{row.run.name}</Link>,
      },
      {
        id: 'at',
        header: 'At (UTC)',
        render: row => row.run.createdAt.slice(0, 16).replace('T', ' '),
      },
      {
        id: 'release',
        header: 'Release',
        render: row => row.run.release ?? '–',
      },
      {
        id: 'p50',
        header: 'p50',
        align: 'right',
        render: ofHeadline('p50', latency),
      },
      {
        id: 'p99',
        header: 'p99',
        align: 'right',
        render: ofHeadline('p99', latency),
      },
      {
        id: 'rate',
        header: 'Rate',
        align: 'right',
        render: row =>
          row.run.headline
            ? `${significant(row.run.headline.achievedRate)} req/s`
            : '–',
      },
      {
        id: 'errors',
        header: 'Errors',
        align: 'right',
        render: row =>
          row.run.headline?.errorRate === undefined
            ? '–'
            : sharePercent(row.run.headline.errorRate),
      },
      {
        id: 'validity',
        header: 'Validity',
        render: row => (
          <StatusLabel state={validityWords[row.run.validity ?? 'unknown']} />
        ),
      },
    ],
    [paths],
  );
  const rows = useMemo<Row[]>(
    () => [
      ...a.runs.map(run => ({ side: 'A' as const, run })),
      ...b.runs.map(run => ({ side: 'B' as const, run })),
    ],
    [a, b],
  );
  return (
    <DataTable
      caption="Runs of both sides"
      columns={columns}
      rows={rows}
      rowKey={row => `${row.side}/${row.run.id}`}
      presorted
    />
  );
}
