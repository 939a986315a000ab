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
import type {
  ClusterDetail,
  KindStatus,
} from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { plural, relativeTime } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState } from '../../lib/useUrlState';
import { DataTable } from '../layout/DataTable';
import { Section } from '../layout/Section';
import { formatSort, parseSort, type Column } from '../layout/sortRows';
import { StatusLabel } from '../status/StatusLabel';
import { kindWords } from '../status/words';

const order: Record<KindStatus['state'], number> = {
  failing: 0,
  forbidden: 1,
  syncing: 2,
  synced: 3,
  absent: 4,
};

/** What is watched in the cluster, and how that goes; trouble first. */
export function KindsSection(props: { cluster: ClusterDetail }) {
  const { name, kinds, reconcile } = props.cluster;
  const paths = useMeshPaths();
  const { params, patch } = useUrlState();
  const columns = useMemo<Array<Column<KindStatus>>>(
    () => [
      {
        id: 'kind',
        header: 'Kind',
        sortValue: row => row.kind,
        render: row =>
          row.state === 'absent' ? (
            row.kind
          ) : (
            <Link to={paths.view('inventory', name, { kind: row.kind })}>
              {row.kind}
            </Link>
          ),
      },
      {
        id: 'state',
        header: 'State',
        sortValue: row => order[row.state],
        render: row => <StatusLabel state={kindWords[row.state]} />,
      },
      {
        id: 'objects',
        header: 'Objects',
        align: 'right',
        sortValue: row => row.objects,
        render: row => row.objects.toLocaleString('en'),
      },
      {
        id: 'event',
        header: 'Last event',
        sortValue: row => row.lastEventAt ?? '',
        render: row => (row.lastEventAt ? relativeTime(row.lastEventAt) : '–'),
      },
      {
        id: 'relists',
        header: 'Relists',
        align: 'right',
        sortValue: row => row.relists,
        render: row => row.relists,
      },
      {
        id: 'error',
        header: 'Error',
        width: '30%',
        render: row => row.error ?? '–',
      },
    ],
    [paths, name],
  );
  const drift =
    reconcile &&
    `Drift: ${plural(reconcile.drift, 'object')} at the last reconcile${
      reconcile.lastAt ? ` (${relativeTime(reconcile.lastAt)})` : ''
    }, ${reconcile.driftTotal} since the start`;
  return (
    <Section title="Watched kinds" subtitle={drift} flush={kinds.length > 0}>
      {kinds.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          Nothing is watched while the cluster is not connected.
        </Typography>
      )}
      {kinds.length > 0 && (
        <DataTable
          caption="Watched kinds"
          columns={columns}
          rows={kinds}
          rowKey={row => row.kind}
          sort={parseSort(params.get('sort'), {
            column: 'state',
            descending: false,
          })}
          onSort={sort => patch({ sort: formatSort(sort) })}
        />
      )}
    </Section>
  );
}
