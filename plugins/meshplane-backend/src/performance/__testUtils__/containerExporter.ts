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

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProcessTarget } from './processTarget';

/**
 * Serves processes as cAdvisor serves containers, the machine as node-exporter does, and requests as the proxies of Istio
 * (for the workload), Linkerd (for the Deployment `pay` of `mart`) and Envoy (for the pod `gw-1` of `mart`) count them.
 */
export interface ContainerExporter {
  /** `host:port` */
  address: string;
  /** How often it was scraped. */
  readonly scrapes: number;
  stop(): Promise<void>;
}

/**
 * @param containers - processes by container name, all of one pod
 * @param requests - how many the pod has answered so far
 */
export async function startContainerExporter(options: {
  namespace: string;
  workload: string;
  pod: string;
  containers: Record<string, ProcessTarget>;
  requests: () => number;
  /** Name of the machine as a node. */
  node: string;
}): Promise<ContainerExporter> {
  const { namespace, workload, pod, containers, requests } = options;
  let scrapes = 0;
  const render = async () => {
    const lines: string[] = [];
    for (const [container, target] of Object.entries(containers)) {
      const labels = `namespace="${namespace}",pod="${pod}",container="${container}",id="/kubepods/${pod}/${container}"`;
      lines.push(
        `container_cpu_usage_seconds_total{${labels}} ${await target.cpuSeconds()}`,
        `container_memory_working_set_bytes{${labels}} ${await target.memoryBytes()}`,
        `container_cpu_cfs_periods_total{${labels}} ${scrapes * 10}`,
        `container_cpu_cfs_throttled_periods_total{${labels}} ${scrapes}`,
      );
    }
    // The sum over the pod, which must not be counted again.
    lines.push(
      `container_cpu_usage_seconds_total{namespace="${namespace}",pod="${pod}",container="",id="/kubepods/${pod}"} ${
        scrapes * 100
      }`,
      `istio_requests_total{reporter="destination",destination_workload="${workload}",destination_workload_namespace="${namespace}",response_code="200",connection_security_policy="mutual_tls"} ${requests()}`,
    );
    lines.push(...(await nodeLines(options.node)), ...meshLines(requests()));
    return `${lines.join('\n')}\n`;
  };
  const server: Server = createServer((_, response) => {
    render().then(
      text => {
        scrapes += 1;
        response.setHeader('content-type', 'text/plain; version=0.0.4');
        response.end(text);
      },
      error => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    get scrapes() {
      return scrapes;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Busy time of all processors so far, seconds, as the kernel tells it. */
export async function busySeconds(): Promise<number> {
  const cpus = await cpuTimes();
  return cpus.reduce((sum, { user, system }) => sum + user + system, 0);
}

/** Names `user` and `system` stand for all that is neither idle nor waiting. */
async function cpuTimes() {
  const stat = await readFile('/proc/stat', 'utf8');
  return [...stat.matchAll(/^cpu(\d+) (.*)$/gm)].map(([, cpu, rest]) => {
    const [user, nice, system, idle, iowait, irq, softirq] = rest
      .split(' ')
      .map(ticks => Number(ticks) / 100);
    return {
      cpu,
      user: user + nice,
      system: system + irq + softirq,
      idle,
      iowait,
    };
  });
}

async function nodeLines(node: string): Promise<string[]> {
  const memory = await readFile('/proc/meminfo', 'utf8');
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(memory)?.[1]) * 1024;
  return [
    ...(await cpuTimes()).flatMap(({ cpu, ...modes }) =>
      Object.entries(modes).map(
        ([mode, seconds]) =>
          `node_cpu_seconds_total{cpu="${cpu}",mode="${mode}"} ${seconds}`,
      ),
    ),
    `node_uname_info{nodename="${node}"} 1`,
    `node_memory_MemTotal_bytes ${bytes('MemTotal')}`,
    `node_memory_MemAvailable_bytes ${bytes('MemAvailable')}`,
  ];
}

/** One request in ten fails; all take between one and five milliseconds. */
function meshLines(requests: number): string[] {
  const linkerd = 'direction="inbound",namespace="mart",deployment="pay"';
  const envoy = 'namespace="mart",pod="gw-1",envoy_cluster_name="web"';
  const buckets = (name: string, labels: string) =>
    [
      ['1', 0],
      ['5', requests],
      ['+Inf', requests],
    ].map(([le, count]) => `${name}_bucket{${labels},le="${le}"} ${count}`);
  return [
    `request_total{${linkerd},tls="true"} ${requests}`,
    `response_total{${linkerd},classification="success"} ${requests * 0.9}`,
    `response_total{${linkerd},classification="failure"} ${requests * 0.1}`,
    ...buckets('response_latency_ms', linkerd),
    `envoy_cluster_upstream_rq_total{${envoy}} ${requests}`,
    `envoy_cluster_upstream_rq_total{namespace="mart",pod="gw-1",envoy_cluster_name="xds_cluster"} ${
      requests * 7
    }`,
    `envoy_cluster_upstream_rq_xx{${envoy},envoy_response_code_class="5"} ${
      requests * 0.1
    }`,
    ...buckets('envoy_cluster_upstream_rq_time', envoy),
  ];
}
