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

/** A group of metrics that is looked for in a Prometheus. */
export interface MetricGroup {
  readonly id: 'containers' | 'nodes' | 'istio' | 'linkerd' | 'envoy';
  readonly title: string;
  /** One of them is enough to know that the exporter is scraped. */
  readonly metric: string;
  /** Without it nothing about resources can be said. */
  readonly needed: boolean;
  /** What to do where it is missing. */
  readonly remedy: string;
}

/** What is read of a Prometheus, by the exporter that brings it. */
export const METRIC_GROUPS: readonly MetricGroup[] = [
  {
    id: 'containers',
    title: 'CPU and memory of containers',
    metric: 'container_cpu_usage_seconds_total',
    needed: true,
    remedy:
      'Scrape the cAdvisor metrics of every kubelet (`/metrics/cadvisor`); kube-prometheus-stack does so by default.',
  },
  {
    id: 'nodes',
    title: 'CPU of nodes',
    metric: 'node_cpu_seconds_total',
    needed: false,
    remedy:
      'Install node-exporter and scrape it, to see the load of the nodes.',
  },
  {
    id: 'istio',
    title: 'Requests as Istio counts them',
    metric: 'istio_requests_total',
    needed: false,
    remedy:
      'Where Istio is used: scrape its proxies (annotation `prometheus.io/scrape`, or a PodMonitor).',
  },
  {
    id: 'linkerd',
    title: 'Requests as Linkerd counts them',
    metric: 'response_total',
    needed: false,
    remedy:
      'Where Linkerd is used: scrape its proxies, as the extension linkerd-viz does.',
  },
  {
    id: 'envoy',
    title: 'Requests as Envoy counts them',
    metric: 'envoy_cluster_upstream_rq_total',
    needed: false,
    remedy:
      'Where a gateway with Envoy is used: scrape its statistics (`/stats/prometheus`).',
  },
];
