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

import { failureOf } from '../../connections/failures';
import type { PrometheusClient } from '../../connections/prometheus/PrometheusClient';
import type { MeasuredSet } from '../measured/MeasuredSet';
import type { MeasuredWindow } from '../ResourceReader';
import type { ClusterResources } from '../uses';
import { envoyQueries, type MeshQueries, workloadQueries } from './meshQueries';
import type { Matchers } from './promql';

/** A share of the client's rate by which the mesh's may differ, before a note says so. */
const MAX_RATE_DIFFERENCE = 0.1;

type MeshNumbers = NonNullable<ClusterResources['mesh']>;

/** What the mesh counted in the window, from the first product that counted something. Never rejects. */
export async function readMesh(options: {
  client: PrometheusClient;
  set: MeasuredSet;
  extra: Matchers;
  window: MeasuredWindow;
  /** Gets sentences about what was found. */
  notes: string[];
}): Promise<MeshNumbers | undefined> {
  const { set, window, notes } = options;
  try {
    for (const queries of candidates(options)) {
      const found = await ask(queries, options);
      if (!found) continue;
      const { requestRate = 0 } = found;
      const { achievedRate } = window;
      if (
        Math.abs(requestRate - achievedRate) >
        achievedRate * MAX_RATE_DIFFERENCE
      ) {
        notes.push(
          `${queries.product} counted ${round(
            requestRate,
          )} requests per second, the generator ${round(
            achievedRate,
          )}: others send requests as well, or not all of them pass the proxies that are scraped.`,
        );
      }
      return found;
    }
  } catch (error) {
    notes.push(
      `What the mesh counted could not be read: ${failureOf(error).message}.`,
    );
  }
  if (set.meshes.length > 0) {
    notes.push(
      'The measured workloads are on a mesh, and Prometheus has no requests that its proxies counted: check that they are scraped.',
    );
  }
  return undefined;
}

function candidates(options: {
  set: MeasuredSet;
  extra: Matchers;
  window: MeasuredWindow;
}): MeshQueries[] {
  const { set, extra, window } = options;
  const seconds = Math.round(window.to - window.from) / 1000;
  const gateways = new Map<string, string[]>();
  for (const { role, namespace, pod } of set.containers) {
    if (role !== 'gateway' && role !== 'waypoint') continue;
    const known = gateways.get(namespace) ?? [];
    if (!known.includes(pod)) gateways.set(namespace, [...known, pod]);
  }
  return [
    ...(set.workloads.length > 0
      ? workloadQueries(set.workloads, extra, seconds)
      : []),
    ...(gateways.size > 0 ? [envoyQueries(gateways, extra, seconds)] : []),
  ];
}

async function ask(
  queries: MeshQueries,
  { client, window }: { client: PrometheusClient; window: MeasuredWindow },
): Promise<MeshNumbers | undefined> {
  const number = async (query: string | undefined) => {
    if (query === undefined) return undefined;
    const { series } = await client.query(query, window.to);
    const value = series[0]?.value;
    return value !== undefined && Number.isFinite(value) ? value : undefined;
  };
  const requestRate = await number(queries.requestRate);
  // Proxies that were scraped and saw no request are not in the path.
  if (!requestRate) return undefined;
  const found: MeshNumbers = {
    requestRate,
    errorRate: await number(queries.errorRate),
    p50Ms: await number(queries.p50Ms),
    p99Ms: await number(queries.p99Ms),
    mtlsShare: await number(queries.mtlsShare),
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
