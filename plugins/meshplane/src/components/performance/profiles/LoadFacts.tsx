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

import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { DataTable } from '../../layout/DataTable';
import { Facts } from '../../layout/Facts';
import { Section } from '../../layout/Section';
import type { Column } from '../../layout/sortRows';
import { sharePercent } from '../parts/numbers';
import { runnerText } from '../runs/runnerText';
import { loadText } from './loadText';
import { RateSparkline } from './RateSparkline';

type Endpoint = PerformanceProfile['load']['endpoints'][number];

function endpointColumns(total: number): Array<Column<Endpoint>> {
  return [
    {
      id: 'endpoint',
      header: 'Endpoint',
      render: endpoint => (
        <>
          {endpoint.name && <div>{endpoint.name}</div>}
          <code>
            {endpoint.method} {endpoint.url}
          </code>
        </>
      ),
    },
    {
      id: 'share',
      header: 'Share',
      align: 'right',
      render: endpoint => sharePercent(endpoint.weight / total),
    },
    {
      id: 'sends',
      header: 'Sends',
      render: endpoint =>
        [
          Object.keys(endpoint.headers).length > 0 &&
            `headers ${Object.keys(endpoint.headers).join(', ')}`,
          Object.keys(endpoint.cookies).length > 0 &&
            `cookies ${Object.keys(endpoint.cookies).join(', ')}`,
          endpoint.body && 'a body',
        ]
          .filter(Boolean)
          .join('; ') || 'nothing more',
    },
    {
      id: 'expects',
      header: 'Expects',
      render: endpoint =>
        endpoint.expectStatus?.join(', ') ?? 'a status from 200 to 399',
    },
  ];
}

const useStyles = makeStyles(theme => ({
  facts: { marginTop: theme.spacing(2) },
}));

/** The load of one version of a profile, in words. */
export function LoadFacts(props: { profile: PerformanceProfile }) {
  const { profile } = props;
  const classes = useStyles();
  const { load } = profile;
  const total = load.endpoints.reduce((sum, one) => sum + one.weight, 0);
  return (
    <Section
      title={`Load, version ${profile.version}`}
      subtitle={loadText(load)}
    >
      {load.load.model === 'open' && (
        <RateSparkline stages={load.load.stages} width={320} height={56} />
      )}
      <DataTable
        caption="Endpoints"
        columns={endpointColumns(total)}
        rows={load.endpoints}
        rowKey={endpoint =>
          `${endpoint.method} ${endpoint.url} ${endpoint.name}`
        }
        presorted
      />
      <div className={classes.facts}>
        <Facts
          items={[
            {
              name: 'Arrivals',
              value:
                load.load.model === 'open'
                  ? `open, ${load.load.arrivals}`
                  : 'closed: each connection sends as soon as it has its answer',
            },
            { name: 'Transport', value: load.transport },
            { name: 'Connections', value: load.connections },
            { name: 'Threads', value: load.threads },
            { name: 'Warm-up', value: `${load.warmupSeconds} s` },
            { name: 'Time-out', value: `${load.timeoutSeconds} s` },
            { name: 'Made by', value: runnerText(profile.runner) },
            {
              name: 'Gates',
              value:
                load.gates
                  .map(gate => `${gate.metric}: ${gate.threshold}`)
                  .join('; ') || 'none',
            },
            {
              name: 'Measured workloads',
              value:
                profile.measured
                  .map(
                    one =>
                      `${one.cluster}: ${one.namespace}/${one.workload ?? '*'}`,
                  )
                  .join(', ') || 'none',
            },
          ]}
        />
      </div>
      {load.load.model === 'closed' && (
        <Typography variant="caption" color="textSecondary" component="p">
          A closed load slows down with its target: it says how much the target
          can take, never how long its users wait.
        </Typography>
      )}
    </Section>
  );
}
