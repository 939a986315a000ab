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

import type {
  PerformanceProfile,
  RunCharts,
  RunDetail,
} from '@meshplane/plugin-meshplane-common';
import type { FixtureRun } from './runFixtures';

type Result = NonNullable<RunDetail['result']>;

function sumErrors(charts: RunCharts): Record<string, number> {
  const errors: Record<string, number> = {};
  for (const point of charts.timeline) {
    for (const [name, count] of Object.entries(point.errors)) {
      errors[name] = (errors[name] ?? 0) + count;
    }
  }
  return errors;
}

function distributionOf(
  points: RunCharts['percentiles']['response'],
  count: number,
) {
  return {
    count,
    min: points[0]?.value,
    max: points[points.length - 1]?.value,
    mean: points.find(point => point.percentile === 60)?.value,
    percentiles: Object.fromEntries(
      points
        .filter(point => point.display !== 'hidden')
        .map(point => [String(point.percentile), point.value]),
    ),
  };
}

function resultOf(run: FixtureRun, charts: RunCharts): Result {
  const { summary, simulation } = run;
  const total = (read: (point: RunCharts['timeline'][number]) => number) =>
    charts.timeline.reduce((sum, point) => sum + read(point), 0);
  const dropped = simulation?.dropped ?? 0;
  const isValid = summary.validity === 'valid';
  return {
    version: 'meshplane.io/run-result/v1',
    id: summary.id,
    name: summary.name,
    labels: summary.labels,
    generator: {
      name: summary.generator,
      version: '0.1.0',
      caveats:
        summary.generator === 'fortio'
          ? ['Latencies come in buckets: percentiles are interpolated.']
          : [],
      threads: 3,
      cpuSeconds: 41.2,
      eventLoopUtilization: dropped > 0 ? 0.97 : 0.41,
    },
    startedAt: summary.startedAt,
    measuredSeconds: simulation?.seconds ?? 0,
    end: summary.end ?? 'complete',
    precision: summary.precision ?? 'exact',
    validity: {
      status: summary.validity ?? 'unknown',
      gates:
        summary.origin === 'import'
          ? []
          : [
              {
                name: 'rate-achieved',
                passed: dropped < 0.02,
                value: 1 - dropped,
                limit: 0.98,
                unit: 'share',
                message: `${Math.round(
                  (1 - dropped) * 100,
                )} % of the intended rate was sent; at least 98 % are needed.`,
              },
              {
                name: 'lag',
                passed: dropped < 0.02,
                value: dropped > 0 ? 9.6 : 0.8,
                limit: 5,
                unit: 'ms',
                message: `The generator's own lag was ${
                  dropped > 0 ? '9.6' : '0.8'
                } ms at p99; at most 5 ms are allowed.`,
              },
              {
                name: 'event-loop',
                passed: dropped === 0,
                value: dropped > 0 ? 0.97 : 0.41,
                limit: 0.9,
                unit: 'share',
                message: `The generator's threads were busy ${
                  dropped > 0 ? '97' : '41'
                } % of the time.`,
              },
            ],
      notes:
        isValid || summary.origin !== 'import'
          ? []
          : ['The file does not say how late its generator was.'],
    },
    counts: {
      scheduled: total(point => point.scheduled),
      sent: total(point => point.sent),
      ok: total(point => point.ok),
      errors: sumErrors(charts),
      statuses: { '200': total(point => point.ok), ...statusesOf(charts) },
      reconnects: 3,
    },
    bytesReceived: total(point => point.bytes),
    targetRate: simulation?.rate,
    achievedRate: summary.headline?.achievedRate ?? 0,
    latency: {
      response: distributionOf(
        charts.percentiles.response,
        total(point => point.ok),
      ),
      service: distributionOf(
        charts.percentiles.service,
        total(point => point.ok),
      ),
    },
    endpoints: {
      cart: {
        sent: Math.round(total(point => point.sent) * 0.75),
        ok: Math.round(total(point => point.ok) * 0.75),
        errors: {},
        response: distributionOf(
          charts.percentiles.response,
          Math.round(total(point => point.ok) * 0.75),
        ),
      },
      pay: {
        sent: Math.round(total(point => point.sent) * 0.25),
        ok: Math.round(total(point => point.ok) * 0.25),
        errors: sumErrors(charts),
        response: distributionOf(
          charts.percentiles.response,
          Math.round(total(point => point.ok) * 0.25),
        ),
      },
    },
    gates: [],
    tls: 'none',
    warnings: [],
  };
}

function statusesOf(charts: RunCharts): Record<string, number> {
  const failed = sumErrors(charts).http_5xx ?? 0;
  return failed > 0 ? { '503': failed } : {};
}

const resources: RunDetail['resources'] = {
  source: 'prometheus',
  status: 'partial',
  windowSeconds: 60,
  notes: [
    'Throttling could not be read: the container metrics of cluster "prod-eu" have no cfs counters.',
  ],
  uses: [
    {
      role: 'application',
      namespace: 'shop',
      pod: 'checkout-7d9f-x2x1',
      container: 'checkout',
      cpuMean: 0.82,
      cpuMax: 1.24,
      memoryMean: 212_000_000,
      memoryMax: 240_000_000,
      cpuPerThousand: 2.05,
      samples: 12,
    },
    {
      role: 'application',
      namespace: 'shop',
      pod: 'checkout-7d9f-b71c',
      container: 'checkout',
      cpuMean: 0.79,
      cpuMax: 1.18,
      memoryMean: 208_000_000,
      memoryMax: 233_000_000,
      cpuPerThousand: 1.98,
      samples: 12,
    },
    {
      role: 'sidecar',
      namespace: 'shop',
      pod: 'checkout-7d9f-x2x1',
      container: 'istio-proxy',
      cpuMean: 0.13,
      cpuMax: 0.19,
      memoryMean: 61_000_000,
      memoryMax: 64_000_000,
      cpuPerThousand: 0.33,
      samples: 12,
    },
    {
      role: 'sidecar',
      namespace: 'shop',
      pod: 'checkout-7d9f-b71c',
      container: 'istio-proxy',
      cpuMean: 0.12,
      cpuMax: 0.18,
      memoryMean: 60_000_000,
      memoryMax: 63_000_000,
      cpuPerThousand: 0.3,
      samples: 12,
    },
    {
      role: 'control-plane',
      namespace: 'istio-system',
      pod: 'istiod-6c9f-zk4d',
      container: 'discovery',
      cpuMean: 0.03,
      cpuMax: 0.05,
      memoryMean: 121_000_000,
      memoryMax: 122_000_000,
      samples: 12,
    },
    {
      role: 'generator',
      namespace: 'load',
      pod: 'load-run-good-0',
      container: 'generator',
      cpuMean: 0.34,
      cpuMax: 0.41,
      memoryMean: 88_000_000,
      memoryMax: 91_000_000,
      samples: 12,
    },
  ],
  series: [],
  mesh: {
    requestRate: 398.6,
    errorRate: 0,
    p50Ms: 9.4,
    p99Ms: 31,
    mtlsShare: 1,
  },
};

const environment: RunDetail['environment'] = {
  cluster: {
    name: 'prod-eu',
    uid: '6f7c1a52-0d6a-4b1e-9c5e-1f27b0c7a001',
    kubernetesVersion: 'v1.36.3',
    nodes: [
      {
        name: 'node-1',
        machine: 'm7i.2xlarge',
        cpu: '8',
        memory: '32 GiB',
        kernel: '6.12.9',
        runtime: 'containerd 2.1.0',
      },
      {
        name: 'node-2',
        machine: 'm7i.2xlarge',
        cpu: '8',
        memory: '32 GiB',
        kernel: '6.12.9',
        runtime: 'containerd 2.1.0',
      },
    ],
  },
  meshes: [
    {
      id: 'istio~istio-system~1-30',
      product: 'Istio',
      version: '1.30.1',
      proxyVersions: ['1.30.1'],
      mode: 'sidecar',
    },
  ],
  filters: ['WasmPlugin shop/header-edit'],
  mtls: 'strict',
  images: [
    {
      container: 'checkout',
      image: 'registry.example.com/shop/checkout:2.5.1',
      digest:
        'sha256:9a1c5be2f0c3a7e4a2f7b1ce0d5be2f0c3a7e4a2f7b1ce0d5be2f0c3a7e4a2f7',
    },
  ],
  generator: {
    name: 'meshplane',
    version: '0.1.0',
    host: '3 pods in load',
    cpus: 2,
    node: 'node-3',
  },
  unknown: ['Kernel settings of node-3 are not readable with this account.'],
};

/** Everything about an invented run. */
export function detailOf(
  run: FixtureRun,
  charts: RunCharts | undefined,
  profile: PerformanceProfile | undefined,
): RunDetail {
  const { summary } = run;
  const base = { ...summary, profile, note: '', links: [] };
  if (!charts) return { ...base, gates: [], audit: [] };
  const isInvalid = summary.validity === 'invalid';
  const isImport = summary.origin === 'import';
  return {
    ...base,
    note: summary.id === 'run-good' ? 'After the new connection pool.' : '',
    result: resultOf(run, charts),
    environment: isImport ? undefined : environment,
    resources: isImport
      ? { source: 'none', status: 'not-asked', notes: [], uses: [], series: [] }
      : resources,
    gates: isImport
      ? []
      : [
          {
            metric: 'latency',
            threshold: 'p(99)<250',
            verdict: isInvalid ? 'not-judged' : 'pass',
            value: (summary.headline?.p99 ?? 0) / 1000,
            message: isInvalid
              ? 'Not judged: the result is not valid.'
              : 'p99 is below 250 ms.',
            aborted: false,
          },
          {
            metric: 'errors',
            threshold: 'rate<1%',
            verdict:
              (summary.headline?.errorRate ?? 0) > 0.01 ? 'fail' : 'pass',
            value: summary.headline?.errorRate,
            message:
              (summary.headline?.errorRate ?? 0) > 0.01
                ? 'More than 1 % of the requests failed; the run was stopped.'
                : 'No request failed.',
            aborted: summary.end === 'aborted-by-gate',
          },
        ],
    audit: isInvalid
      ? [
          {
            severity: 'error',
            message:
              'The generator sent 18 % less than intended: its latencies leave out the requests that hurt most.',
          },
          {
            severity: 'warning',
            message:
              'Its threads were busy 97 % of the time. Use more shards or a lower rate.',
          },
        ]
      : [
          {
            severity: 'info',
            message:
              'The generator ran outside of the mesh (no sidecar): its own proxy is not part of the latency.',
          },
        ],
    links: [
      {
        title: 'Grafana: Istio Workload, over this run',
        url: 'https://grafana.example.com/d/istio-workload?from=1&to=2',
      },
    ],
  };
}
