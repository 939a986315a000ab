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
import { containerKey } from '../measured/MeasuredSet';
import { goDurationSeconds, quantityValue } from './quantity';
import type { Reading } from './readings';
import { nodeKey, type SampledSource } from './SampledSource';

const BASE = '/apis/metrics.k8s.io/v1beta1';

const usageSchema = z.looseObject({
  cpu: z.string().optional(),
  memory: z.string().optional(),
});

const podMetricsSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  timestamp: z.string(),
  window: z.string(),
  containers: z.array(z.looseObject({ name: z.string(), usage: usageSchema })),
});

const nodeMetricsSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  timestamp: z.string(),
  window: z.string(),
  usage: usageSchema,
});

/** The resource metrics API, which metrics-server offers: means over its own windows of 15 s and more. */
export const metricsApiSource: SampledSource = {
  title: 'the metrics API of the cluster',
  grant:
    'Set "meshplane.features.performance" and apply the generated ClusterRole, or grant "get" and "list" on "pods" and "nodes" of "metrics.k8s.io".',
  // More often than it changes, so that no reading is missed.
  intervalSeconds: 10,
  resolutionSeconds: 15,
  async sample(connection, set, signal) {
    const namespaces = new Set(set.containers.map(one => one.namespace));
    const wanted = new Set(set.containers.map(containerKey));
    const readings: Reading[] = [];
    for (const namespace of namespaces) {
      readings.push(
        ...(await samplePods(connection, namespace, signal)).filter(({ key }) =>
          wanted.has(key),
        ),
      );
    }
    for (const node of set.nodes) {
      // Who may read pods need not be allowed to read nodes.
      const found = sampleNode(connection, node, signal).catch(() => []);
      readings.push(...(await found));
    }
    return readings;
  },
};

async function samplePods(
  connection: ClusterConnection,
  namespace: string,
  signal: AbortSignal,
): Promise<Reading[]> {
  const { items } = await requestJson(
    connection,
    `${BASE}/namespaces/${encodeURIComponent(namespace)}/pods`,
    z.looseObject({ items: z.array(podMetricsSchema) }),
    { signal },
  );
  return items.flatMap(({ metadata, timestamp, window, containers }) =>
    containers.map(({ name, usage }) =>
      readingOf(
        containerKey({
          namespace: metadata.namespace,
          pod: metadata.name,
          container: name,
        }),
        { timestamp, window, usage },
      ),
    ),
  );
}

async function sampleNode(
  connection: ClusterConnection,
  node: string,
  signal: AbortSignal,
): Promise<Reading[]> {
  const metrics = await requestJson(
    connection,
    `${BASE}/nodes/${encodeURIComponent(node)}`,
    nodeMetricsSchema,
    { signal },
  );
  return [readingOf(nodeKey(node), metrics)];
}

function readingOf(
  key: string,
  metrics: {
    timestamp: string;
    window: string;
    usage: z.infer<typeof usageSchema>;
  },
): Reading {
  const cores = quantityValue(metrics.usage.cpu ?? '');
  const memory = quantityValue(metrics.usage.memory ?? '');
  const seconds = goDurationSeconds(metrics.window);
  return {
    key,
    at: Date.parse(metrics.timestamp),
    ...(cores !== undefined &&
      seconds !== undefined && { cpu: { cores, seconds } }),
    ...(memory !== undefined && { memory }),
  };
}
