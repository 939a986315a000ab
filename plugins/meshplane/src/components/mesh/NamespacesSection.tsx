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
import Typography from '@material-ui/core/Typography';
import type { MeshInstance, NamespaceCoverage } from '@meshplane/meshes';
import { useMemo } from 'react';
import { asSentence } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState } from '../../lib/useUrlState';
import { OnboardLinks } from '../lifecycle/OnboardLinks';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import { formatSort, parseSort, type Column } from '../layout/sortRows';
import { CoverageBar } from '../status/CoverageBar';
import { StatusLabel } from '../status/StatusLabel';
import { coverageWords, mtlsWords } from '../status/words';

/** Namespaces on, or meant to be on, a mesh. */
export function NamespacesSection(props: {
  cluster: string;
  mesh: Pick<MeshInstance, 'id'>;
  namespaces: NamespaceCoverage[];
}) {
  const { cluster, namespaces } = props;
  const meshId = props.mesh.id;
  const paths = useMeshPaths();
  const { params, patch } = useUrlState();
  const sort = parseSort(params.get('sort'), {
    column: 'namespace',
    descending: false,
  });
  const columns = useMemo<Array<Column<NamespaceCoverage>>>(
    () => [
      {
        id: 'namespace',
        header: 'Namespace',
        width: '18%',
        sortValue: row => row.namespace,
        render: row => (
          <Link
            to={paths.view('coverage', cluster, { namespace: row.namespace })}
          >
            {row.namespace}
          </Link>
        ),
      },
      {
        id: 'state',
        header: 'State',
        sortValue: row => row.state,
        render: row => <StatusLabel state={coverageWords[row.state]} />,
      },
      {
        id: 'workloads',
        header: 'Workloads',
        width: 170,
        render: row => <CoverageBar counts={row.workloads} />,
      },
      {
        id: 'pods',
        header: 'Pods on mesh',
        sortValue: row => row.pods.onMesh,
        render: row => `${row.pods.onMesh} / ${row.pods.total}`,
      },
      {
        id: 'mtls',
        header: 'mTLS',
        sortValue: row => row.mtls.mode,
        render: row => <StatusLabel state={mtlsWords[row.mtls.mode]} />,
      },
      {
        id: 'intent',
        header: 'What its labels ask for',
        render: row => (
          <>
            {row.intent.length === 0 ? 'Nothing' : undefined}
            {row.intent.map(intent => (
              <div key={intent.text}>{asSentence(intent.text)}</div>
            ))}
            {row.reasons.map(reason => (
              <Typography
                key={reason.code}
                variant="caption"
                color="textSecondary"
                component="div"
              >
                {reason.text}
              </Typography>
            ))}
          </>
        ),
      },
      {
        id: 'actions',
        header: 'Change',
        width: '14%',
        render: row => (
          <OnboardLinks
            cluster={cluster}
            mesh={meshId}
            namespace={row.namespace}
            isOn={row.pods.onMesh > 0}
            isComplete={row.state === 'on-mesh'}
          />
        ),
      },
    ],
    [cluster, meshId, paths],
  );
  return (
    <Section
      title={`Namespaces (${namespaces.length})`}
      flush={namespaces.length > 0}
    >
      {namespaces.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          No namespace is on this mesh or asks for it.
        </Typography>
      )}
      {namespaces.length > 0 && (
        <DataTable
          caption="Namespaces of this mesh"
          columns={columns}
          rows={namespaces}
          rowKey={row => row.namespace}
          sort={sort}
          onSort={next => patch({ sort: formatSort(next) })}
        />
      )}
    </Section>
  );
}
