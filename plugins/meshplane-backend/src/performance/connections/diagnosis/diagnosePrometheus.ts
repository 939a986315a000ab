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

import type { ClusterAccess } from '../../../clusters/ClusterAccess';
import { type Timing, formatDuration } from '../../../clusters/timing';
import type { PrometheusSettings } from '../config';
import { METRIC_GROUPS, type MetricGroup } from '../neededMetrics';
import type { PrometheusClient } from '../prometheus/PrometheusClient';
import { networkChecks } from './network';
import { type DiagnosisCheck, type DiagnosisStep, runChecks } from './steps';

/** `time()` gives the time that was asked for; more than this apart, it was not evaluated for this request. */
const MAX_TIME_ERROR_SECONDS = 30;

/** Looks at a Prometheus from the name of its host to the metrics that are needed. */
export async function diagnosePrometheus(options: {
  settings: PrometheusSettings;
  client: PrometheusClient;
  clusters: Pick<ClusterAccess, 'get'>;
  timing: Timing;
  timeoutMs: number;
}): Promise<DiagnosisStep[]> {
  const { settings, client, timing } = options;
  const { target } = settings;
  return runChecks([
    ...(target.type === 'url'
      ? networkChecks(target, options)
      : [clusterCheck(target.cluster, options.clusters)]),
    {
      title: 'Credentials and API',
      run: async () => {
        const { series } = await client.query('time()', timing.now());
        const skew = Math.abs(series[0].value - timing.now() / 1000);
        return skew > MAX_TIME_ERROR_SECONDS
          ? {
              state: 'failed',
              message: `Evaluating "time()" gives ${series[0].value}, which is not the time that was asked for.`,
              remedy:
                'Something between the portal and Prometheus caches or changes queries: let the connection lead to Prometheus itself.',
            }
          : 'The credentials are accepted and queries are evaluated.';
      },
    },
    {
      title: 'Version',
      run: async () => {
        const version = await client.version();
        return version
          ? `Version ${version}.`
          : 'It does not tell its version, as programs that only speak the API of Prometheus do not.';
      },
    },
    {
      title: 'Scrape interval',
      run: async () => {
        const intervals = [...(await client.scrapeIntervals()).values()];
        if (intervals.length === 0) {
          return 'It does not tell how often it scrapes; 15 s is assumed, so that runs of less than 60 s get no numbers.';
        }
        const longest = Math.max(...intervals);
        return `The longest scrape interval is ${formatDuration(
          longest * 1000,
        )}.`;
      },
    },
    ...METRIC_GROUPS.map(group => groupCheck(group, options)),
  ]);
}

function clusterCheck(
  cluster: string,
  clusters: Pick<ClusterAccess, 'get'>,
): DiagnosisCheck {
  return {
    title: 'Cluster',
    run: async () => {
      const { connection, health } = clusters.get(cluster);
      return connection
        ? `Cluster "${cluster}", in which it runs, can be reached.`
        : {
            state: 'failed',
            message: `Cluster "${cluster}", in which it runs, cannot be reached: ${health.message}`,
            remedy: 'See the diagnosis of the cluster.',
          };
    },
  };
}

function groupCheck(
  group: MetricGroup,
  { client, timing }: { client: PrometheusClient; timing: Timing },
): DiagnosisCheck {
  return {
    title: group.title,
    optional: !group.needed,
    run: async () => {
      const { series } = await client.query(
        `count(${group.metric})`,
        timing.now(),
      );
      if (series.length > 0) {
        return `${series[0].value} series of "${group.metric}".`;
      }
      const message = `There is no "${group.metric}".`;
      return group.needed
        ? { state: 'failed', message, remedy: group.remedy }
        : { state: 'skipped', message, remedy: group.remedy };
    },
  };
}
