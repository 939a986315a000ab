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

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as k8s from '@kubernetes/client-node';
import {
  seedCluster,
  startCluster,
  type ClusterHandle,
} from '@meshplane/local-cluster';
import type { InventoryProcessResult } from './inventoryResult';
import { percentile } from './statistics';
import type { BenchRow } from './types';

const PODS = 10_000;
const NODES = 20;
const SCENARIO_NAMESPACES = 'seed.meshplane.dev/scenario=fleet';
/** Processes that read the cluster, one after the other. */
const ROUNDS = 3;
const MIB = 1024 * 1024;
const MAX_OUTPUT = 64 * MIB;

/**
 * First full inventory of 10 000 pods, 500 services and 2 000 mesh objects; memory over an idle backend; time from a
 * change in the cluster to its visibility through the API. The data of the cluster `bench` is kept for the next run,
 * since filling it takes minutes.
 */
export async function inventoryBench(): Promise<BenchRow[]> {
  const cluster = await startCluster({ name: 'bench', nodes: NODES });
  try {
    await fill(cluster);
    return await measure(cluster);
  } finally {
    await cluster.stop();
  }
}

async function measure(cluster: ClusterHandle): Promise<BenchRow[]> {
  const idle = await runProcess();
  const rounds: InventoryProcessResult[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push(await runProcess(cluster.kubeconfigPath));
  }
  const latencies = rounds.flatMap(round => round.latencies);
  const of = (value: (round: InventoryProcessResult) => number) => {
    const values = rounds.map(value);
    return {
      value: round2(percentile(values, 50)),
      min: round2(Math.min(...values)),
      max: round2(Math.max(...values)),
    };
  };
  const overIdle = (bytes: number) => (bytes - idle.memory.rss) / MIB;
  return [
    {
      what: `first full inventory of ${describe(rounds[0])}`,
      unit: 's',
      goal: 15,
      ...of(({ firstMs }) => firstMs / 1000),
    },
    {
      what: 'memory over the idle backend (RSS after gc)',
      unit: 'MiB',
      goal: 350,
      ...of(({ memory }) => overIdle(memory.rss)),
    },
    {
      what: 'highest memory over the idle backend while reading (RSS)',
      unit: 'MiB',
      ...of(({ peakRss }) => overIdle(peakRss)),
    },
    {
      what: 'heap over the idle backend (after gc)',
      unit: 'MiB',
      ...of(({ memory }) => (memory.heap - idle.memory.heap) / MIB),
    },
    {
      what: `change to visible through the API, p50 of ${latencies.length}`,
      value: round2(percentile(latencies, 50)),
      unit: 'ms',
    },
    {
      what: `change to visible through the API, p99 of ${latencies.length}`,
      value: round2(percentile(latencies, 99)),
      unit: 'ms',
      goal: 1000,
      min: round2(Math.min(...latencies)),
      max: round2(Math.max(...latencies)),
    },
  ];
}

/** Seeds the fleet unless an earlier run has done so. */
async function fill(cluster: ClusterHandle): Promise<void> {
  const core = cluster.kubeConfig().makeApiClient(k8s.CoreV1Api);
  const { items } = await core.listNamespace({
    labelSelector: SCENARIO_NAMESPACES,
  });
  const { metadata } = await core.listPodForAllNamespaces({ limit: 1 });
  if (items.length > 0 && 1 + (metadata?.remainingItemCount ?? 0) >= PODS) {
    return;
  }
  console.error(`Seeding ${PODS} pods; that takes some minutes, once`);
  await seedCluster({
    kubeConfig: cluster.kubeConfig(),
    scenario: 'fleet',
    pods: PODS,
  });
}

async function runProcess(
  kubeconfig?: string,
): Promise<InventoryProcessResult> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--expose-gc',
      '--import',
      'tsx',
      require.resolve('./inventoryProcess.ts'),
      ...(kubeconfig ? [kubeconfig] : []),
    ],
    { maxBuffer: MAX_OUTPUT },
  );
  const line = stdout.trim().split('\n').pop() ?? '';
  // Written by our own process a moment ago.
  return JSON.parse(line) as InventoryProcessResult;
}

function describe({ objects }: InventoryProcessResult): string {
  const mesh = Object.entries(objects)
    .filter(([kind]) => kind.includes('.istio.io'))
    .reduce((sum, [, count]) => sum + count, 0);
  return `${objects.Pod} pods, ${objects.Service} services, ${mesh} mesh objects`;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
