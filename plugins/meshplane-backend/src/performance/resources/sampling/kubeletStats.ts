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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { requestJson } from '../../../clusters/connections/requestJson';
import { containerKey, type MeasuredSet } from '../measured/MeasuredSet';
import type { Reading } from './readings';
import { nodeKey, type SampledSource } from './SampledSource';

const cpuSchema = z.looseObject({
  time: z.string(),
  usageCoreNanoSeconds: z.number().optional(),
});
const memorySchema = z.looseObject({ workingSetBytes: z.number().optional() });
const statsSchema = {
  cpu: cpuSchema.optional(),
  memory: memorySchema.optional(),
};

const summarySchema = z.looseObject({
  node: z.looseObject({ nodeName: z.string(), ...statsSchema }),
  pods: z
    .array(
      z.looseObject({
        podRef: z.looseObject({ name: z.string(), namespace: z.string() }),
        containers: z
          .array(z.looseObject({ name: z.string(), ...statsSchema }))
          .nullish(),
      }),
    )
    .nullish(),
});

type Stats = {
  cpu?: z.infer<typeof cpuSchema>;
  memory?: z.infer<typeof memorySchema>;
};

/**
 * The summary of kubelets, through the API server: exact counters of CPU time, about every ten seconds. Its permission,
 * `nodes/proxy`, reaches far more than statistics, which is why it has to be switched on.
 */
export const kubeletStatsSource: SampledSource = {
  title: 'the statistics of the kubelets',
  grant:
    'Apply the generated ClusterRole, which grants "get" on "nodes/proxy" while "meshplane.features.kubeletStats" is true.',
  intervalSeconds: 5,
  // Some kubelets read when they are asked, others every ten seconds; readings tell by their times.
  resolutionSeconds: 5,
  async sample(connection, set, signal) {
    const answers = await Promise.allSettled(
      nodesOf(set).map(node => sampleNode(connection, node, set, signal)),
    );
    const failed = answers.find(({ status }) => status === 'rejected');
    const found = answers.flatMap(one =>
      one.status === 'fulfilled' ? one.value : [],
    );
    // One node that does not answer takes nothing from the others.
    if (found.length === 0 && failed?.status === 'rejected') {
      throw failed.reason;
    }
    return found;
  },
};

async function sampleNode(
  connection: ClusterConnection,
  node: string,
  set: MeasuredSet,
  signal: AbortSignal,
): Promise<Reading[]> {
  const wanted = new Set(set.containers.map(containerKey));
  const summary = await requestJson(
    connection,
    `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`,
    summarySchema,
    { signal },
  );
  const containers = (summary.pods ?? []).flatMap(
    ({ podRef, containers: all }) =>
      (all ?? []).flatMap(container => {
        const key = containerKey({
          namespace: podRef.namespace,
          pod: podRef.name,
          container: container.name,
        });
        return wanted.has(key) ? readingsOf(key, container) : [];
      }),
  );
  return set.nodes.includes(node)
    ? [...containers, ...readingsOf(nodeKey(node), summary.node)]
    : containers;
}

/** Gateways and control planes may run on other nodes than what is measured. */
function nodesOf(set: MeasuredSet): string[] {
  return [
    ...new Set([
      ...set.nodes,
      ...set.containers.flatMap(({ node }) => node ?? []),
    ]),
  ];
}

function readingsOf(key: string, { cpu, memory }: Stats): Reading[] {
  // A container that has just started has no numbers yet.
  if (cpu?.usageCoreNanoSeconds === undefined) return [];
  return [
    {
      key,
      at: Date.parse(cpu.time),
      cpuSeconds: cpu.usageCoreNanoSeconds / 1e9,
      ...(memory?.workingSetBytes !== undefined && {
        memory: memory.workingSetBytes,
      }),
    },
  ];
}
