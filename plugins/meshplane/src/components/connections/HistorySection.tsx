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
import type { ClusterDetail } from '@meshplane/plugin-meshplane-common';
import { relativeTime } from '../../lib/format';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { clusterWords } from '../status/words';

type Change = ClusterDetail['history'][number];

const columns: Array<Column<Change>> = [
  {
    id: 'at',
    header: 'When',
    render: row => (
      <time dateTime={row.at} title={row.at}>
        {relativeTime(row.at)}
      </time>
    ),
  },
  {
    id: 'from',
    header: 'From',
    render: row =>
      row.from ? <StatusLabel state={clusterWords[row.from]} /> : '–',
  },
  {
    id: 'to',
    header: 'To',
    render: row => <StatusLabel state={clusterWords[row.to]} />,
  },
  { id: 'message', header: 'Why', width: '50%', render: row => row.message },
];

/** Changes of the connection's state, newest first. */
export function HistorySection(props: { history: Change[] }) {
  return (
    <Section title="History" flush={props.history.length > 0}>
      {props.history.length > 0 ? (
        <DataTable
          caption="Changes of state"
          columns={columns}
          rows={props.history}
          rowKey={row => `${row.at}/${row.to}`}
        />
      ) : (
        <Typography variant="body2" color="textSecondary">
          The state has not changed since the backend started.
        </Typography>
      )}
    </Section>
  );
}
