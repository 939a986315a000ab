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

import { LinkButton } from '@backstage/core-components';
import type { FeaturePermission } from '@meshplane/plugin-meshplane-common';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import type { Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { permissionWords } from '../status/words';
import { groupMissing } from './groupMissing';

const columns: Array<Column<FeaturePermission>> = [
  { id: 'feature', header: 'Feature', width: '30%', render: row => row.title },
  {
    id: 'enabled',
    header: 'Enabled',
    render: row => (row.enabled ? 'Yes' : 'No'),
  },
  {
    id: 'state',
    header: 'Permissions',
    render: row => <StatusLabel state={permissionWords[row.state]} />,
  },
  {
    id: 'missing',
    header: 'What is missing',
    width: '45%',
    render: row =>
      row.missing.length === 0
        ? '–'
        : groupMissing(row.missing).map(line => <div key={line}>{line}</div>),
  },
];

/** Which feature may do what in the cluster, and which misses which verb. */
export function PermissionsSection(props: {
  permissions: FeaturePermission[];
}) {
  const paths = useMeshPaths();
  return (
    <Section
      title="Permissions"
      subtitle="What the portal's service account may do, feature by feature"
      flush
      action={
        <LinkButton to={paths.accessRules()} size="small" variant="outlined">
          Access rules (RBAC)
        </LinkButton>
      }
    >
      <DataTable
        caption="Permissions by feature"
        columns={columns}
        rows={props.permissions}
        rowKey={row => row.feature}
      />
    </Section>
  );
}
