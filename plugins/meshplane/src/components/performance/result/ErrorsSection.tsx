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

import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { DataTable } from '../../layout/DataTable';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';
import { latency, sharePercent } from '../parts/numbers';
import { outcomeWord } from './outcomeWords';

type Result = NonNullable<RunDetail['result']>;
interface Count {
  name: string;
  count: number;
}

function countColumns(header: string, total: number): Array<Column<Count>> {
  return [
    { id: 'name', header, render: row => row.name },
    {
      id: 'count',
      header: 'Requests',
      align: 'right',
      render: row => row.count.toLocaleString('en'),
    },
    {
      id: 'share',
      header: 'Share',
      align: 'right',
      render: row => (total > 0 ? sharePercent(row.count / total) : '–'),
    },
  ];
}

function countsOf(counts: Record<string, number>): Count[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count);
}

interface EndpointRow {
  name: string;
  sent: number;
  failed: number;
  p50?: number;
  p99?: number;
}

const endpointColumns: Array<Column<EndpointRow>> = [
  { id: 'name', header: 'Endpoint', render: row => row.name },
  {
    id: 'sent',
    header: 'Sent',
    align: 'right',
    render: row => row.sent.toLocaleString('en'),
  },
  {
    id: 'failed',
    header: 'Failed',
    align: 'right',
    render: row =>
      row.sent > 0
        ? `${row.failed.toLocaleString('en')} (${sharePercent(
            row.failed / row.sent,
          )})`
        : '0',
  },
  {
    id: 'p50',
    header: 'p50',
    align: 'right',
    render: row => (row.p50 === undefined ? '–' : latency(row.p50)),
  },
  {
    id: 'p99',
    header: 'p99',
    align: 'right',
    render: row => (row.p99 === undefined ? '–' : latency(row.p99)),
  },
];

function Endpoints(props: { endpoints: NonNullable<Result['endpoints']> }) {
  const rows = Object.entries(props.endpoints).map(([name, one]) => ({
    name,
    sent: one.sent,
    failed: Object.values(one.errors).reduce((sum, count) => sum + count, 0),
    p50: one.response?.percentiles['50'],
    p99: one.response?.percentiles['99'],
  }));
  return (
    <DataTable
      caption="Requests by endpoint"
      columns={endpointColumns}
      rows={rows}
      rowKey={row => row.name}
      presorted
    />
  );
}

const useStyles = makeStyles(theme => ({
  tables: { display: 'grid', gap: theme.spacing(2) },
}));

/** What went wrong, how often, and where. */
export function ErrorsSection(props: { result: Result }) {
  const classes = useStyles();
  const { counts, endpoints } = props.result;
  const errors = countsOf(counts.errors).map(row => ({
    ...row,
    name: outcomeWord(row.name),
  }));
  const statuses = countsOf(counts.statuses);
  const failed = errors.reduce((sum, row) => sum + row.count, 0);
  return (
    <Section
      title="Errors and answers"
      subtitle={
        failed === 0
          ? 'No request failed'
          : `${failed.toLocaleString('en')} of ${counts.sent.toLocaleString(
              'en',
            )} requests failed; latencies are those of the others, which can make them look better than they were`
      }
    >
      <div className={classes.tables}>
        {errors.length > 0 && (
          <DataTable
            caption="Failures by kind"
            columns={countColumns('Failure', counts.sent)}
            rows={errors}
            rowKey={row => row.name}
            presorted
          />
        )}
        {statuses.length > 0 && (
          <DataTable
            caption="Answers by status"
            columns={countColumns('Status', counts.sent)}
            rows={statuses}
            rowKey={row => row.name}
            presorted
          />
        )}
        {endpoints && Object.keys(endpoints).length > 1 && (
          <Endpoints endpoints={endpoints} />
        )}
      </div>
      {counts.reconnects !== undefined && counts.reconnects > 0 && (
        <Typography variant="caption" color="textSecondary" component="p">
          Connections that had to be opened again:{' '}
          {counts.reconnects.toLocaleString('en')}
        </Typography>
      )}
    </Section>
  );
}
