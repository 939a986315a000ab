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

import { Link, LinkButton } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import type {
  ClusterList,
  ClusterSummary,
} from '@meshplane/plugin-meshplane-common';
import { useMemo } from 'react';
import { useClusters } from '../../data/queries';
import { clusterLabel, relativeTime } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState } from '../../lib/useUrlState';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { DataTable } from '../layout/DataTable';
import { PageTitle } from '../layout/PageTitle';
import { Section } from '../layout/Section';
import { formatSort, parseSort, type Column } from '../layout/sortRows';
import { ClusterStatus } from '../overview/ClusterCell';
import { ReasonList } from '../status/ReasonList';
import { CircuitLabel } from './CircuitLabel';

function useColumns(): Array<Column<ClusterSummary>> {
  const paths = useMeshPaths();
  return useMemo(
    () => [
      {
        id: 'cluster',
        header: 'Cluster',
        sortValue: row => row.title,
        render: row => (
          <>
            <Link to={paths.connection(row.name)}>
              {clusterLabel(row.name, row.title)}
            </Link>
            <Typography variant="caption" color="textSecondary" component="div">
              {[row.note, `from ${row.source}`].filter(Boolean).join(' · ')}
            </Typography>
          </>
        ),
      },
      {
        id: 'state',
        header: 'State',
        sortValue: row => row.health.state,
        render: row => <ClusterStatus health={row.health} />,
      },
      {
        id: 'message',
        header: 'What it means',
        width: '34%',
        render: row => row.health.message,
      },
      {
        id: 'version',
        header: 'Kubernetes',
        sortValue: row => row.health.kubernetesVersion ?? '',
        render: row => row.health.kubernetesVersion ?? '–',
      },
      {
        id: 'latency',
        header: 'Latency',
        sortValue: row => row.health.latencyMs ?? Number.MAX_SAFE_INTEGER,
        render: row =>
          row.health.latencyMs === undefined
            ? '–'
            : `${Math.round(row.health.latencyMs)} ms`,
      },
      {
        id: 'circuit',
        header: 'Circuit',
        render: row => <CircuitLabel circuit={row.health.circuit} />,
      },
      {
        id: 'checked',
        header: 'Last check',
        sortValue: row => row.health.lastCheckedAt ?? '',
        render: row =>
          row.health.lastCheckedAt
            ? relativeTime(row.health.lastCheckedAt)
            : 'never',
      },
    ],
    [paths],
  );
}

function ConnectionList(props: { list: ClusterList }) {
  const { items, problems } = props.list;
  const { params, patch } = useUrlState();
  const paths = useMeshPaths();
  const columns = useColumns();
  return (
    <>
      {problems.length > 0 && (
        <Section title="Problems of the configuration">
          <ReasonList
            reasons={problems}
            label="Problems of the configuration"
          />
        </Section>
      )}
      {items.length > 0 ? (
        <Paper variant="outlined">
          <DataTable
            caption="Connections"
            columns={columns}
            rows={items}
            rowKey={row => row.name}
            sort={parseSort(params.get('sort'), {
              column: 'cluster',
              descending: false,
            })}
            onSort={sort => patch({ sort: formatSort(sort) })}
          />
        </Paper>
      ) : (
        <EmptyNotice
          title="No cluster is configured yet"
          text="Add clusters to kubernetes.clusterLocatorMethods (the Kubernetes plugin's configuration) or to meshplane.clusters (a kubeconfig file and a context), then restart the backend. Clusters that are named there appear here, whether or not they can be reached."
        >
          <LinkButton
            to={paths.accessRules()}
            variant="contained"
            color="primary"
          >
            Show the access rules a cluster needs
          </LinkButton>
        </EmptyNotice>
      )}
    </>
  );
}

/** Every configured cluster with the state of its connection. */
export function ConnectionsPage() {
  const clusters = useClusters();
  const paths = useMeshPaths();
  return (
    <>
      <PageTitle
        title="Connections"
        meta="Every configured cluster, whether or not it can be reached"
        action={
          <LinkButton
            to={paths.accessRules()}
            variant="outlined"
            color="primary"
          >
            Access rules (RBAC)
          </LinkButton>
        }
      />
      <QueryView query={clusters} what="the list of clusters">
        {list => <ConnectionList list={list} />}
      </QueryView>
    </>
  );
}
