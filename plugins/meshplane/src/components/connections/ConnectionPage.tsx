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
import type { ClusterDetail } from '@meshplane/plugin-meshplane-common';
import { useCluster } from '../../data/queries';
import { clusterLabel, relativeTime } from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { QueryView } from '../feedback/QueryView';
import { Facts } from '../layout/Facts';
import { PageTitle } from '../layout/PageTitle';
import { Section } from '../layout/Section';
import { SnapshotNote } from '../layout/SnapshotNote';
import { ClusterStatus } from '../overview/ClusterCell';
import { CircuitLabel } from './CircuitLabel';
import { DiagnosisSection } from './DiagnosisSection';
import { HistorySection } from './HistorySection';
import { KindsSection } from './KindsSection';
import { PermissionsSection } from './PermissionsSection';
import { ReconnectButton } from './ReconnectButton';

function Connection(props: { cluster: ClusterDetail }) {
  const { cluster } = props;
  const { health } = cluster;
  return (
    <>
      <PageTitle
        title={clusterLabel(cluster.name, cluster.title)}
        meta={
          <>
            <span>
              {[cluster.note, `configured by ${cluster.source}`]
                .filter(Boolean)
                .join(', ')}
            </span>
            <SnapshotNote snapshot={cluster.snapshot} />
          </>
        }
        action={<ReconnectButton cluster={cluster.name} state={health.state} />}
      />
      <Section title="Connection">
        <Typography variant="body2" paragraph>
          {health.message}
        </Typography>
        <Facts
          items={[
            { name: 'State', value: <ClusterStatus health={health} /> },
            { name: 'Kubernetes', value: health.kubernetesVersion },
            {
              name: 'Latency',
              value:
                health.latencyMs === undefined
                  ? undefined
                  : `${Math.round(health.latencyMs)} ms`,
            },
            {
              name: 'Circuit',
              value: <CircuitLabel circuit={health.circuit} />,
            },
            {
              name: 'Last check',
              value: health.lastCheckedAt && relativeTime(health.lastCheckedAt),
            },
            {
              name: 'Last reachable',
              value:
                health.lastReachableAt && relativeTime(health.lastReachableAt),
            },
            { name: 'Nodes', value: cluster.nodes?.toLocaleString('en') },
            { name: 'Pods', value: cluster.pods?.toLocaleString('en') },
            { name: 'Identity (UID)', value: cluster.uid },
            {
              name: 'Last error',
              value: health.lastError && (
                <>
                  {health.lastError.status
                    ? `${health.lastError.status}: `
                    : undefined}
                  {health.lastError.message} (
                  {relativeTime(health.lastError.at)})
                </>
              ),
            },
          ]}
        />
      </Section>
      <DiagnosisSection cluster={cluster.name} state={health.state} />
      <PermissionsSection permissions={cluster.permissions} />
      <KindsSection cluster={cluster} />
      <HistorySection history={cluster.history} />
    </>
  );
}

/** Everything about one cluster's connection. */
export function ConnectionPage(props: { cluster: string }) {
  const cluster = useCluster(props.cluster);
  const paths = useMeshPaths();
  return (
    <>
      <Typography variant="body2" paragraph>
        <Link to={paths.connections()}>All connections</Link>
      </Typography>
      <QueryView
        query={cluster}
        what={`the connection of ${props.cluster}`}
        rows={8}
      >
        {data => <Connection cluster={data} />}
      </QueryView>
    </>
  );
}
