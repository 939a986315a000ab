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
import type { Evidence, MeshInstance } from '@meshplane/meshes';
import { objectLabel } from '../../lib/format';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';

/** What kind of fact it is. */
const factWords: Record<Evidence['fact'], string> = {
  'crd-group': 'Custom resource definitions',
  'crd-annotation': 'Annotation of a CRD',
  workload: 'Workload',
  image: 'Image',
  label: 'Label',
  webhook: 'Webhook',
  'config-map': 'ConfigMap',
  'helm-release': 'Helm release',
  'gateway-class': 'GatewayClass',
  port: 'Port',
  operator: 'Operator',
};

const columns: Array<Column<Evidence>> = [
  {
    id: 'fact',
    header: 'Fact',
    render: row => (
      <>
        {row.text}
        <Typography variant="caption" color="textSecondary" component="div">
          {factWords[row.fact]}
          {row.object ? ` · ${objectLabel(row.object)}` : ''}
        </Typography>
      </>
    ),
  },
  {
    id: 'weight',
    header: 'Weight',
    align: 'right',
    render: row => row.weight.toFixed(2),
  },
];

/** Why this suite believes that the mesh is there. */
export function EvidenceSection(props: { mesh: MeshInstance }) {
  const { evidence, confidence } = props.mesh;
  return (
    <Section
      title="Evidence"
      subtitle={`Confidence ${Math.round(confidence * 100)} %`}
      flush
    >
      <DataTable
        caption="Evidence of the detection"
        columns={columns}
        rows={[...evidence].sort((a, b) => b.weight - a.weight)}
        rowKey={row => `${row.fact}/${row.text}`}
      />
    </Section>
  );
}
