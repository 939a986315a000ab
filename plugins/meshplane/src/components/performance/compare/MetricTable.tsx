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

import Typography from '@material-ui/core/Typography';
import type { PerformanceComparison } from '@meshplane/plugin-meshplane-common';
import { DataTable } from '../../layout/DataTable';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import {
  differenceInUnit,
  inUnit,
  interval,
  signedPercent,
  significant,
} from '../parts/numbers';
import { comparedWords } from '../parts/studyWords';

/** One judged metric. */
export type MetricRow = PerformanceComparison['metrics'][number];

/** The change of a metric with its interval: relative where that has a meaning, else in the unit. */
export function changeWords(row: MetricRow): {
  change: string;
  range?: string;
} {
  if (row.change !== undefined) {
    return {
      change: signedPercent(row.change),
      range: interval(row.changeInterval, signedPercent),
    };
  }
  const write = (value: number) => differenceInUnit(value, row.unit);
  return {
    change: write(row.shift),
    range: interval(row.shiftInterval, write),
  };
}

const columns: Array<Column<MetricRow>> = [
  {
    id: 'metric',
    header: 'Metric',
    render: row => (
      <strong style={{ whiteSpace: 'nowrap' }}>{row.metric}</strong>
    ),
  },
  {
    id: 'verdict',
    header: 'Verdict',
    render: row => <StatusLabel state={comparedWords[row.verdict]} />,
  },
  {
    id: 'a',
    header: 'Median of A',
    align: 'right',
    render: row => inUnit(row.medianA, row.unit),
  },
  {
    id: 'b',
    header: 'Median of B',
    align: 'right',
    render: row => inUnit(row.medianB, row.unit),
  },
  {
    id: 'change',
    header: 'Change, 95 % interval',
    align: 'right',
    render: row => {
      const { change, range } = changeWords(row);
      return (
        <>
          {change}
          {range && (
            <Typography
              variant="caption"
              color="textSecondary"
              component="div"
              noWrap
            >
              {range}
            </Typography>
          )}
        </>
      );
    },
  },
  {
    id: 'p',
    header: 'p after Holm',
    align: 'right',
    render: row =>
      row.pHolm < 0.0001 ? '< 0.0001' : significant(row.pHolm, 2),
  },
  {
    id: 'effect',
    header: 'Cliff’s δ',
    align: 'right',
    render: row => significant(row.delta, 2),
  },
  {
    id: 'runs',
    header: 'Runs',
    align: 'right',
    render: row => `${row.runs.a} / ${row.runs.b}`,
  },
  {
    id: 'sentence',
    header: 'In words',
    width: '30%',
    render: row => row.sentence,
  },
];

/** All judged metrics with medians, change, interval and evidence. */
export function MetricTable(props: { metrics: MetricRow[] }) {
  return (
    <DataTable
      caption="Metrics of both sides"
      columns={columns}
      rows={props.metrics}
      rowKey={row => row.metric}
      presorted
    />
  );
}
