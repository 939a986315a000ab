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
import type { MeshComponent } from '@meshplane/meshes';
import { objectKey, objectLabel } from '../../lib/format';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { healthWords } from '../status/words';

const roles: Record<MeshComponent['role'], string> = {
  'control-plane': 'Control plane',
  'data-plane': 'Data plane',
  cni: 'CNI',
  gateway: 'Gateway',
  crds: 'CRDs',
  webhook: 'Webhook',
  extension: 'Extension',
};

const columns: Array<Column<MeshComponent>> = [
  {
    id: 'component',
    header: 'Component',
    render: row => (
      <>
        {objectLabel(row.object)}
        {row.image && (
          <Typography variant="caption" color="textSecondary" component="div">
            {row.image}
          </Typography>
        )}
      </>
    ),
  },
  { id: 'role', header: 'Role', render: row => roles[row.role] },
  { id: 'version', header: 'Version', render: row => row.version ?? '–' },
  {
    id: 'ready',
    header: 'Ready / desired',
    render: row =>
      row.desired === undefined ? '–' : `${row.ready ?? 0} / ${row.desired}`,
  },
  {
    id: 'health',
    header: 'Health',
    render: row => <StatusLabel state={healthWords[row.health]} />,
  },
];

/** The running parts of a mesh. */
export function ComponentsSection(props: { components: MeshComponent[] }) {
  return (
    <Section title="Components" flush>
      <DataTable
        caption="Components"
        columns={columns}
        rows={props.components}
        rowKey={row => objectKey(row.object)}
      />
    </Section>
  );
}
