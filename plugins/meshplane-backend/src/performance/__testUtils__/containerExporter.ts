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

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProcessTarget } from './processTarget';

/** Serves processes as cAdvisor serves containers, and requests as Istio's proxies count them. */
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
