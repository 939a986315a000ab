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

import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { seedCluster, startCluster, waitFor } from '@meshplane/local-cluster';
import meshplanePlugin from '@meshplane/plugin-meshplane-backend';
import { fleetSchema } from '@meshplane/plugin-meshplane-common';
import { median, percentile } from './statistics';
import type { BenchRow } from './types';

const CLUSTERS = 10;
const ROUNDS = 5;
const REQUESTS = 300;
const READY_MS = 120_000;

/**
 * The overview of ten clusters, warm, over HTTP: ten names of one real control plane, since what counts here is the work
 * per cluster in the backend. Requests follow each other, as those of a person's page do.
 */
export async function overviewBench(): Promise<BenchRow[]> {
  const cluster = await startCluster({ name: 'bench-overview' });
  try {
    const { kubeconfigPath } = cluster;
    await seedCluster({ kubeconfigPath, scenario: 'two-meshes' });
    const backend = await startTestBackend({
      features: [
        meshplanePlugin,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            meshplane: {
              clusters: Array.from({ length: CLUSTERS }, (_, index) => ({
                name: `cluster-${index + 1}`,
                kubeconfig: kubeconfigPath,
              })),
            },
          },
        }),
      ],
    });
    try {
      return await measure(
        `http://127.0.0.1:${backend.server.port()}/api/meshplane/v1/meshes`,
      );
    } finally {
      await backend.stop();
    }
  } finally {
    await cluster.stop({ delete: true });
  }
}

async function measure(url: string): Promise<BenchRow[]> {
  await waitFor(
    'not every cluster shows its meshes',
    async () => {
      const { items } = fleetSchema.parse(await (await fetch(url)).json());
      return items.length === CLUSTERS && items.every(row => row.meshes.length);
    },
    { timeoutMs: READY_MS },
  );
  await round(url);
  const rounds: number[][] = [];
  for (let i = 0; i < ROUNDS; i += 1) rounds.push(await round(url));
  const row = (p: number, goal?: number): BenchRow => {
    const values = rounds.map(latencies => percentile(latencies, p));
    return {
      what: `overview of ${CLUSTERS} clusters, warm, p${p}`,
      value: median(values),
      unit: 'ms',
      goal,
      min: Math.min(...values),
      max: Math.max(...values),
    };
  };
  return [row(50), row(99, 50)];
}

async function round(url: string): Promise<number[]> {
  const latencies: number[] = [];
  for (let i = 0; i < REQUESTS; i += 1) {
    const started = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    latencies.push(performance.now() - started);
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  }
  return latencies;
}
