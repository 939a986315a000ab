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

import type { MetricsConnection } from '@meshplane/plugin-meshplane-common';
import { useMetricsConnections } from '../../../data/performance/connectionQueries';
import { relativeTime } from '../../../lib/format';
import { EmptyNotice } from '../../feedback/EmptyNotice';
import { QueryView } from '../../feedback/QueryView';
import { DataTable } from '../../layout/DataTable';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';
import { StatusLabel } from '../../status/StatusLabel';
import { metricsConnectionWords } from '../parts/studyWords';
import { HowToConfigure } from './HowToConfigure';
import { MetricsDiagnosisView } from './MetricsDiagnosisView';

const kinds: Record<MetricsConnection['kind'], string> = {
  prometheus: 'Prometheus',
  grafana: 'Grafana',
};

const columns: Array<Column<MetricsConnection>> = [
  {
    id: 'name',
    header: 'Connection',
    width: '15%',
    render: row => (
      <>
        <strong>{row.name}</strong>
        <div>
          {kinds[row.kind]} {row.version ?? ''}
        </div>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: 140,
    render: row => <StatusLabel state={metricsConnectionWords[row.state]} />,
  },
  { id: 'message', header: 'What it means', render: row => row.message },
  {
    id: 'clusters',
    header: 'Clusters',
    width: '11%',
    render: row => (row.clusters.length > 0 ? row.clusters.join(', ') : 'all'),
  },
  { id: 'url', header: 'Address', width: '19%', render: row => row.url },
  {
    id: 'checked',
    header: 'Last check',
    width: 100,
    render: row => (row.checkedAt ? relativeTime(row.checkedAt) : 'never'),
  },
];

/** Every Prometheus and Grafana of the configuration, with the diagnosis of each. */
export function ConnectionsSection() {
  const connections = useMetricsConnections();
  return (
    <QueryView query={connections} what="the connections">
      {list =>
        list.items.length === 0 ? (
          <>
            <EmptyNotice
              title="No Prometheus and no Grafana is connected"
              text="Without a Prometheus, CPU and memory of a run come from the metrics API of the cluster, which knows less. The configuration below connects them."
            />
            <HowToConfigure isOpen />
          </>
        ) : (
          <>
            <Section
              title="Prometheus and Grafana"
              subtitle="Open a row to see each step of its check"
              flush
            >
              <DataTable
                caption="Connections to Prometheus and Grafana"
                columns={columns}
                rows={list.items}
                rowKey={row => row.name}
                presorted
                detail={{
                  name: row => row.name,
                  render: row => <MetricsDiagnosisView connection={row.name} />,
                }}
              />
            </Section>
            <HowToConfigure />
          </>
        )
      }
    </QueryView>
  );
}
