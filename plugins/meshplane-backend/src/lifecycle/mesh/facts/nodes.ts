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

import type { PreflightFacts, Resources } from '@meshplane/meshes';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { kubeJson } from '../../../manifests/kubeJson';
import { cpuMillis, memoryBytes, podRequests } from './quantities';

/** Above this number, listing all pods takes longer than the answer is worth. */
const MAX_PODS = 5000;
const PAGE = 500;

const nodesSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      spec: z.looseObject({ unschedulable: z.boolean().optional() }).nullish(),
      status: z.looseObject({
        allocatable: z.record(z.string(), z.string()).nullish(),
        conditions: z
          .array(z.looseObject({ type: z.string(), status: z.string() }))
          .nullish(),
        nodeInfo: z.looseObject({ kubeletVersion: z.string() }).nullish(),
      }),
    }),
  ),
});

const podsSchema = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }),
  items: z.array(
    z.looseObject({
      spec: z.unknown(),
      status: z.looseObject({ phase: z.string().optional() }).nullish(),
    }),
  ),
});

/** Nodes, what they can give and what is asked of them. */
export async function readNodes(
  connection: ClusterConnection,
  options: { pods: number; signal?: AbortSignal },
): Promise<PreflightFacts['nodes']> {
  const { value } = await kubeJson(connection, '/api/v1/nodes', options);
  const nodes = nodesSchema.parse(value).items;
  const usable = nodes.filter(node => !node.spec?.unschedulable);
  const allocatable = usable.reduce<Resources>(
    (sum, { status }) => ({
      cpuMillis: sum.cpuMillis + cpuMillis(status.allocatable?.cpu ?? '0'),
      memoryBytes:
        sum.memoryBytes + memoryBytes(status.allocatable?.memory ?? '0'),
      pods: sum.pods + Number(status.allocatable?.pods ?? 0),
    }),
    { cpuMillis: 0, memoryBytes: 0, pods: 0 },
  );
  return {
    total: nodes.length,
    ready: nodes.filter(
      ({ status }) =>
        status.conditions?.find(c => c.type === 'Ready')?.status === 'True',
    ).length,
    kubeletVersions: [
      ...new Set(
        nodes.flatMap(({ status }) => status.nodeInfo?.kubeletVersion ?? []),
      ),
    ],
    allocatable,
    ...(options.pods <= MAX_PODS && {
      requested: await readRequests(connection, options.signal),
    }),
  };
}

async function readRequests(
  connection: ClusterConnection,
  signal?: AbortSignal,
): Promise<Resources> {
  const sum = { cpuMillis: 0, memoryBytes: 0, pods: 0 };
  let next: string | undefined;
  do {
    const query = new URLSearchParams({
      limit: String(PAGE),
      ...(next && { continue: next }),
    });
    const { value } = await kubeJson(connection, `/api/v1/pods?${query}`, {
      signal,
    });
    const page = podsSchema.parse(value);
    for (const { spec, status } of page.items) {
      if (status?.phase === 'Succeeded' || status?.phase === 'Failed') continue;
      const requests = podRequests(spec);
      sum.cpuMillis += requests.cpuMillis;
      sum.memoryBytes += requests.memoryBytes;
      sum.pods += 1;
    }
    next = page.metadata.continue || undefined;
  } while (next);
  return sum;
}
