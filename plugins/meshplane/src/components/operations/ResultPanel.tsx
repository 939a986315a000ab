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
import type { OperationDetail } from '@meshplane/plugin-meshplane-common';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { resultWords } from './operationWords';

type Fact = NonNullable<OperationDetail['result']>[number];

const columns: Array<Column<Fact>> = [
  {
    id: 'state',
    header: 'State',
    width: 140,
    render: row => <StatusLabel state={resultWords[row.state]} />,
  },
  { id: 'title', header: 'What was verified', render: row => row.title },
  { id: 'detail', header: 'Found', render: row => row.detail },
];

/** What was found in the cluster at the end. */
export function ResultPanel(props: { operation: OperationDetail }) {
  const { result, state } = props.operation;
  if (!result) return null;
  return (
    <Section title="Result" flush={result.length > 0}>
      {result.length > 0 ? (
        <DataTable
          caption="Result of the operation"
          columns={columns}
          rows={result}
          rowKey={row => row.title}
          presorted
        />
      ) : (
        <Typography variant="body2">
          {state === 'succeeded'
            ? 'Every step ended well; there was nothing to verify beyond that.'
            : 'It ended before anything could be verified.'}
        </Typography>
      )}
    </Section>
  );
}
