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

import type { CountedWorkload } from '../measured/MeasuredSet';
import { type Matchers, rangeOf, selector } from './promql';

/** What a mesh itself says of a window. Each query gives one number or nothing. */
export interface MeshQueries {
  product: 'Istio' | 'Linkerd' | 'Envoy';
  /** Requests per second. */
  requestRate: string;
  /** 0 to 1. */
  errorRate: string;
  /** Milliseconds. */
  p50Ms: string;
  p99Ms: string;
  /** Share of requests over mutual TLS, 0 to 1. */
  mtlsShare?: string;
}

/** Clusters of Envoy itself, by the names that control planes give them. */
const OWN_CLUSTERS =
  '!~"xds.*|.*_xds.*|agent|sds-grpc|prometheus.*|zipkin|local_agent|admin.*|BlackHoleCluster|PassthroughCluster"';

/**
 * Queries for workloads, by product and point of view. Workloads are counted together.
 *
 * @param workloads - all of one kind; see {@link groupWorkloads}
 */
export function workloadQueries(
  workloads: readonly CountedWorkload[],
  extra: Matchers,
  windowSeconds: number,
): MeshQueries[] {
  return [
    istioQueries('destination', workloads, extra, windowSeconds),
    // Ambient without sidecars: only the waypoint sees requests.
    istioQueries('waypoint', workloads, extra, windowSeconds),
    linkerdQueries(workloads, extra, windowSeconds),
  ];
}

function istioQueries(
  reporter: string,
  workloads: readonly CountedWorkload[],
  extra: Matchers,
  windowSeconds: number,
): MeshQueries {
  const of = (metric: string, more: Matchers = {}) =>
    workloads.map(({ namespace, workload }) =>
      selector(metric, {
        ...extra,
        reporter,
        destination_workload_namespace: namespace,
        ...(workload && { destination_workload: workload }),
        ...more,
      }),
    );
  const requests = (more?: Matchers) =>
    total(of('istio_requests_total', more), windowSeconds);
  const quantile = (q: number) =>
    quantileOf(
      q,
      of('istio_request_duration_milliseconds_bucket'),
      windowSeconds,
    );
  return {
    product: 'Istio',
    requestRate: `${requests()} / ${windowSeconds}`,
    errorRate: share(
      // No response at all is an error of the same weight.
      requests({ response_code: { raw: '=~"5..|0"' } }),
      requests(),
    ),
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    mtlsShare: share(
      requests({ connection_security_policy: 'mutual_tls' }),
      requests(),
    ),
  };
}

function linkerdQueries(
  workloads: readonly CountedWorkload[],
  extra: Matchers,
  windowSeconds: number,
): MeshQueries {
  const of = (metric: string, more: Matchers = {}) =>
    workloads.map(({ namespace, workload, kind }) =>
      selector(metric, {
        ...extra,
        direction: 'inbound',
        namespace,
        ...(workload && { [kind ?? 'deployment']: workload }),
        ...more,
      }),
    );
  const responses = (more?: Matchers) =>
    total(of('response_total', more), windowSeconds);
  const requests = (more?: Matchers) =>
    total(of('request_total', more), windowSeconds);
  const quantile = (q: number) =>
    quantileOf(q, of('response_latency_ms_bucket'), windowSeconds);
  return {
    product: 'Linkerd',
    requestRate: `${requests()} / ${windowSeconds}`,
    errorRate: share(responses({ classification: 'failure' }), responses()),
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    mtlsShare: share(requests({ tls: 'true' }), requests()),
  };
}

/**
 * Queries for Envoy proxies that carry no labels of a mesh, such as gateways: what they sent upstream.
 *
 * @param pods - by namespace
 */
export function envoyQueries(
  pods: ReadonlyMap<string, readonly string[]>,
  extra: Matchers,
  windowSeconds: number,
): MeshQueries {
  const of = (metric: string, more: Matchers = {}) =>
    [...pods].map(([namespace, names]) =>
      selector(metric, {
        ...extra,
        namespace,
        pod: names,
        envoy_cluster_name: { raw: OWN_CLUSTERS },
        ...more,
      }),
    );
  const requests = total(of('envoy_cluster_upstream_rq_total'), windowSeconds);
  const failed = total(
    of('envoy_cluster_upstream_rq_xx', { envoy_response_code_class: '5' }),
    windowSeconds,
  );
  const quantile = (q: number) =>
    quantileOf(q, of('envoy_cluster_upstream_rq_time_bucket'), windowSeconds);
  return {
    product: 'Envoy',
    requestRate: `${requests} / ${windowSeconds}`,
    errorRate: share(failed, requests),
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
  };
}

/** Increase of several selectors together; each may be empty without making the sum empty. */
function total(selectors: readonly string[], windowSeconds: number): string {
  const window = rangeOf(windowSeconds);
  return `sum(${selectors
    .map(one => `increase(${one}${window})`)
    .join(' or ')})`;
}

/** A part that was never counted is none, where the whole is there. */
function share(part: string, whole: string): string {
  return `(${part} or (${whole} * 0)) / (${whole} > 0)`;
}

function quantileOf(
  q: number,
  selectors: readonly string[],
  windowSeconds: number,
): string {
  const window = rangeOf(windowSeconds);
  return `histogram_quantile(${q}, sum by (le) (${selectors
    .map(one => `increase(${one}${window})`)
    .join(' or ')}))`;
}
