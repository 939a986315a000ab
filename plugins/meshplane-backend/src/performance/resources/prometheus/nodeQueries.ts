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

import { type Matchers, rangeOf, selector } from './promql';

/** One way to read the use of nodes; exporters name nodes in different ways. */
export interface NodeQueries {
  /** Label of the results that holds the name of the node. */
  label: string;
  /** Cores, on average over the window. */
  cpuMean: string;
  /** Bytes, largest in the window. */
  memoryMax: string;
  samples: string;
}

const BUSY: Matchers = { mode: { raw: '!~"idle|iowait|steal"' } };

/**
 * Ways to read nodes, best first: node-exporter with a label `node`, node-exporter whose instances are known by
 * `node_uname_info`, and the root cgroup of the kubelet.
 */
export function nodeQueries(
  nodes: readonly string[],
  extra: Matchers,
  windowSeconds: number,
): NodeQueries[] {
  const window = rangeOf(windowSeconds);
  const seconds = String(Math.round(windowSeconds * 1000) / 1000);
  const cpu = (matchers: Matchers) =>
    selector('node_cpu_seconds_total', { ...extra, ...BUSY, ...matchers });
  const total = (matchers: Matchers) =>
    selector('node_memory_MemTotal_bytes', { ...extra, ...matchers });
  const available = (matchers: Matchers) =>
    selector('node_memory_MemAvailable_bytes', { ...extra, ...matchers });
  const uname = `on (instance) group_left (nodename) max by (instance,nodename) (${selector(
    'node_uname_info',
    { ...extra, nodename: nodes },
  )})`;
  const root = (metric: string) =>
    selector(metric, { ...extra, id: '/', node: nodes });
  return [
    {
      label: 'node',
      cpuMean: `sum by (node) (increase(${cpu({
        node: nodes,
      })}${window})) / ${seconds}`,
      memoryMax: `max by (node) (${total({
        node: nodes,
      })} - on (node,instance) min_over_time(${available({
        node: nodes,
      })}${window}))`,
      samples: `max by (node) (count_over_time(${cpu({
        node: nodes,
      })}${window}))`,
    },
    {
      label: 'nodename',
      cpuMean: `sum by (nodename) (sum by (instance) (increase(${cpu(
        {},
      )}${window})) * ${uname}) / ${seconds}`,
      memoryMax: `max by (nodename) ((${total(
        {},
      )} - on (instance) min_over_time(${available({})}${window})) * ${uname})`,
      samples: `max by (nodename) (max by (instance) (count_over_time(${cpu(
        {},
      )}${window})) * ${uname})`,
    },
    {
      label: 'node',
      cpuMean: `max by (node) (increase(${root(
        'container_cpu_usage_seconds_total',
      )}${window})) / ${seconds}`,
      memoryMax: `max by (node) (max_over_time(${root(
        'container_memory_working_set_bytes',
      )}${window}))`,
      samples: `max by (node) (count_over_time(${root(
        'container_cpu_usage_seconds_total',
      )}${window}))`,
    },
  ];
}
