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
import type { MeshInstance } from '@meshplane/meshes';
import { plural } from '../../lib/format';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { skewWords } from '../status/words';

type ProxyVersion = MeshInstance['dataPlane']['versions'][number];

const columns: Array<Column<ProxyVersion>> = [
  { id: 'version', header: 'Proxy version', render: row => row.version },
  { id: 'pods', header: 'Pods', render: row => row.pods },
  {
    id: 'skew',
    header: 'Against the control plane',
    render: row => <StatusLabel state={skewWords[row.skew]} />,
  },
];

/** Who is on the mesh, with which proxies, and how far they are from the control plane. */
export function DataPlaneSection(props: { mesh: MeshInstance }) {
  const { dataPlane, version } = props.mesh;
  return (
    <Section
      title="Data plane"
      subtitle={`${plural(dataPlane.pods, 'pod')} of ${plural(
        dataPlane.workloads,
        'workload',
      )} in ${plural(dataPlane.namespaces.length, 'namespace')}${
        version ? `; the control plane is ${version}` : ''
      }`}
      flush={dataPlane.versions.length > 0}
    >
      {dataPlane.versions.length > 0 ? (
        <DataTable
          caption="Proxy versions"
          columns={columns}
          rows={dataPlane.versions}
          rowKey={row => row.version}
        />
      ) : (
        <Typography variant="body2" color="textSecondary">
          No pod is on this mesh yet. The namespaces below say what their labels
          ask for.
        </Typography>
      )}
    </Section>
  );
}
