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

import type { MeshInstance } from '@meshplane/meshes';
import { objectKey } from '../../lib/format';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { programmedWords } from '../status/words';

type GatewayRow = MeshInstance['gateways'][number];

const columns: Array<Column<GatewayRow>> = [
  {
    id: 'gateway',
    header: 'Gateway',
    render: row => `${row.object.namespace ?? ''}/${row.object.name}`,
  },
  { id: 'class', header: 'Class', render: row => row.gatewayClass },
  { id: 'listeners', header: 'Listeners', render: row => row.listeners },
  {
    id: 'programmed',
    header: 'State',
    render: row => <StatusLabel state={programmedWords[row.programmed]} />,
  },
];

/** Gateways (Gateway API) that this mesh or gateway product serves. */
export function GatewaysSection(props: { gateways: GatewayRow[] }) {
  return (
    <Section title="Gateways" flush>
      <DataTable
        caption="Gateways"
        columns={columns}
        rows={props.gateways}
        rowKey={row => objectKey(row.object)}
      />
    </Section>
  );
}
