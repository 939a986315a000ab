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

import path from 'node:path';
import { seedCluster, startCluster, waitFor } from '@meshplane/local-cluster';
import { fleetSchema } from '@meshplane/plugin-meshplane-common';
import { startBackendProcess } from './backendProcess';
import { median, percentile } from './statistics';
import type { BenchRow } from './types';

const CLUSTERS = 10;
const ROUNDS = 5;
const REQUESTS = 300;
const READY_MS = 120_000;
const PORTAL = path.resolve(
  __dirname,
  '../../../packages/backend/src/index.ts',
);

/**
 * The overview of ten clusters, warm, over HTTP: ten names of one real control plane, since what counts here is the work
 * per cluster in the backend. It is the demo portal's backend in a process of its own, asked by a signed-in user, so that
 * the permission backend decides on every request. Requests follow each other, as those of a person's page do.
 */
export async function overviewBench(): Promise<BenchRow[]> {
  const cluster = await startCluster({ name: 'bench-overview' });
  try {
    const { kubeconfigPath } = cluster;
    await seedCluster({ kubeconfigPath, scenario: 'two-meshes' });
    const backend = await startBackendProcess(PORTAL, {
      meshplane: {
        clusters: Array.from({ length: CLUSTERS }, (_, index) => ({
          name: `cluster-${index + 1}`,
          kubeconfig: kubeconfigPath,
        })),
      },
    });
    try {
      return await measure(backend.url);
    } finally {
      await backend.stop();
    }
  } finally {
    await cluster.stop({ delete: true });
  }
}

async function measure(origin: string): Promise<BenchRow[]> {
  const url = `${origin}/api/meshplane/v1/meshes`;
  const token = await guestToken(origin);
  await waitFor(
    'not every cluster shows its meshes',
    async () => {
      const { items } = fleetSchema.parse(await (await get(url, token)).json());
      return (
        items.length === CLUSTERS && items.every(row => row.meshes.length > 0)
      );
    },
    { timeoutMs: READY_MS },
  );
  await round(url, token);
  const rounds: number[][] = [];
  for (let i = 0; i < ROUNDS; i += 1) rounds.push(await round(url, token));
  const row = (p: number, goal?: number): BenchRow => {
    const values = rounds.map(latencies => percentile(latencies, p));
    return {
      what: `overview of ${CLUSTERS} clusters, warm, p${p}, ${ROUNDS} × ${REQUESTS} requests`,
      value: median(values),
      unit: 'ms',
      goal,
      min: Math.min(...values),
      max: Math.max(...values),
    };
  };
  return [row(50), row(99, 50)];
}

async function round(url: string, token: string): Promise<number[]> {
  const latencies: number[] = [];
  for (let i = 0; i < REQUESTS; i += 1) {
    const started = performance.now();
    const response = await get(url, token);
    await response.arrayBuffer();
    latencies.push(performance.now() - started);
  }
  return latencies;
}

/** A token of a user: one of a service would never reach the permission backend. */
async function guestToken(origin: string): Promise<string> {
  const response = await get(`${origin}/api/auth/guest/refresh`);
  const session = (await response.json()) as {
    backstageIdentity: { token: string };
  };
  return session.backstageIdentity.token;
}

async function get(url: string, token?: string): Promise<Response> {
  const response = await fetch(url, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  if (!response.ok) {
    throw new Error(
      `${url} answers ${response.status}: ${await response.text()}`,
    );
  }
  return response;
}
