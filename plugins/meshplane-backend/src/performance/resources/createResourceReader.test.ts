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

import type { MeshReport, Pod } from '@meshplane/meshes';
import { runResourcesSchema } from '@meshplane/plugin-meshplane-common';
import {
  clusterOf,
  FakeClusterAccess,
  FakeInventory,
  snapshotOf,
} from '../../__testUtils__/fakes';
import { FakeTiming } from '../../clusters/__testUtils__/FakeTiming';
import type { MeshService } from '../../meshes/MeshService';
import { fakeConnection } from '../__testUtils__/fakeConnection';
import { FakePrometheus } from '../__testUtils__/fakePrometheus';
import { profileInput } from '../__testUtils__/profileInput';
import type { PrometheusConnection } from '../connections/MetricsConnections';
import { createResourceReader } from './createResourceReader';

const POD: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'cart-0', namespace: 'shop' },
  spec: { nodeName: 'n1', containers: [{ name: 'cart' }] },
  status: { phase: 'Running' },
};

const MEASURED = [{ cluster: 'edge', namespace: 'shop' }];

function setUp(options: {
  /** Answers of the API server at a moment, by path. */
  answer?: (path: string, now: number) => unknown;
  prometheus?: FakePrometheus;
  kubeletStats?: boolean;
}) {
  const timing = new FakeTiming();
  const connection = fakeConnection(path =>
    options.answer?.(path, timing.now()),
  );
  const prometheus: PrometheusConnection | undefined = options.prometheus && {
    name: 'central',
    clusters: [],
    address: 'http://prometheus.invalid',
    client: options.prometheus,
  };
  const reader = createResourceReader({
    connections: { prometheusOf: () => prometheus },
    clusters: new FakeClusterAccess([clusterOf('edge', { connection })]),
    inventory: new FakeInventory([snapshotOf('edge', [POD])]),
    meshes: {
      report: () => ({
        report: { meshes: [], workloads: [] } as unknown as MeshReport,
      }),
    } as unknown as MeshService,
    kubeletStats: options.kubeletStats ?? false,
    timing,
  });
  const watch = (measured = MEASURED) =>
    reader.watch(profileInput({ measured }), new AbortController().signal);
  /** Measures so many seconds from now on and lets late readings come in. */
  const measure = async (seconds: number) => {
    const watching = watch();
    const from = timing.now();
    await timing.advance(seconds * 1000);
    const reading = watching.read({
      from,
      to: from + seconds * 1000,
      achievedRate: 500,
    });
    await timing.advance(60_000);
    const resources = runResourcesSchema.parse(await reading);
    watching.stop();
    return resources;
  };
  return { timing, connection, watch, measure };
}

/** metrics-server: a new reading of half a core every 15 s. */
function metricsApi(path: string, now: number) {
  const timestamp = new Date(now - (now % 15_000)).toISOString();
  const usage = { cpu: '500m', memory: '64Mi' };
  const head = { timestamp, window: '15s' };
  if (path === '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods') {
    return {
      items: [
        {
          ...head,
          metadata: { name: 'cart-0', namespace: 'shop' },
          containers: [{ name: 'cart', usage }],
        },
      ],
    };
  }
  return path === '/apis/metrics.k8s.io/v1beta1/nodes/n1'
    ? { ...head, metadata: { name: 'n1' }, usage }
    : undefined;
}

describe('resources without a Prometheus', () => {
  it('come from the metrics API, each reading once', async () => {
    const { measure } = setUp({ answer: metricsApi });
    const resources = await measure(120);
    expect(resources).toMatchObject({
      source: 'metrics-api',
      status: 'complete',
      windowSeconds: 120,
    });
    expect(resources.uses).toEqual([
      {
        role: 'application',
        namespace: 'shop',
        pod: 'cart-0',
        container: 'cart',
        node: 'n1',
        cpuMean: 0.5,
        cpuMax: 0.5,
        memoryMean: 64 * 2 ** 20,
        memoryMax: 64 * 2 ** 20,
        samples: 8,
        cpuPerThousand: 1,
      },
      expect.objectContaining({ role: 'node', node: 'n1', cpuMean: 0.5 }),
    ]);
    const cores = resources.series.find(({ unit }) => unit === 'cores');
    expect(cores?.points.at(-1)).toEqual([120, 0.5]);
  });

  it('come from the kubelets where that is switched on', async () => {
    const { measure, connection } = setUp({
      kubeletStats: true,
      answer: (path, now) => {
        if (path !== '/api/v1/nodes/n1/proxy/stats/summary') return undefined;
        const at = now - (now % 10_000);
        const stats = {
          cpu: {
            time: new Date(at).toISOString(),
            usageCoreNanoSeconds: (at % 1e9) * 1e6 * 0.25,
          },
          memory: { workingSetBytes: 1000 },
        };
        return {
          node: { nodeName: 'n1', ...stats },
          pods: [
            {
              podRef: { name: 'cart-0', namespace: 'shop' },
              containers: [{ name: 'cart', ...stats }, { name: 'new' }],
            },
          ],
        };
      },
    });
    const resources = await measure(60);
    expect(resources).toMatchObject({
      source: 'metrics-api',
      status: 'complete',
    });
    expect(resources.uses[0]).toMatchObject({ container: 'cart', samples: 7 });
    expect(resources.uses[0].cpuMean).toBeCloseTo(0.25);
    expect(connection.asked).toContain('/api/v1/nodes/n1/proxy/stats/summary');
  });

  it('never ask the kubelets unless told to', async () => {
    const { measure, connection } = setUp({ answer: metricsApi });
    await measure(60);
    expect(connection.asked.join()).not.toContain('/proxy/');
  });

  it('are not told for a short run', async () => {
    const { measure } = setUp({ answer: metricsApi });
    const resources = await measure(30);
    expect(resources).toMatchObject({ status: 'too-short', uses: [] });
    expect(resources.notes.join(' ')).toContain('Measure for at least 60 s');
  });

  it('are missing where there is no metrics API, and what to do is said', async () => {
    const { measure } = setUp({});
    const resources = await measure(90);
    expect(resources).toMatchObject({ status: 'unavailable', uses: [] });
    expect(resources.notes.join(' ')).toContain(
      'install metrics-server, or connect a Prometheus',
    );
  });

  it('are not asked for where nothing is named', async () => {
    const { watch } = setUp({});
    const window = { from: 0, to: 60_000, achievedRate: 1 };
    expect(await watch([]).read(window)).toMatchObject({ status: 'not-asked' });
  });
});

describe('resources from Prometheus', () => {
  const labels = { namespace: 'shop', pod: 'cart-0', container: 'cart' };

  function known() {
    const prometheus = new FakePrometheus();
    prometheus.intervals.set('kubelet', 15);
    prometheus.answers = [
      [/^count by \(job\)/, [{ labels: { job: 'kubelet' }, value: 1 }]],
      [/count_over_time\(container/, [{ labels, value: 8 }]],
      [
        /^sum .*increase\(container_cpu_usage.* \/ 120$/,
        [{ labels, value: 0.5 }],
      ],
      [
        /rate\(container_cpu_usage/,
        [
          {
            labels,
            points: [
              [0, 0.4],
              [15, 0.7],
            ],
          },
        ],
      ],
      [/throttled/, []],
    ];
    return prometheus;
  }

  it('leave the metrics API alone', async () => {
    const { measure, connection } = setUp({
      prometheus: known(),
      answer: metricsApi,
    });
    const resources = await measure(120);
    expect(resources).toMatchObject({
      source: 'prometheus',
      status: 'complete',
    });
    expect(resources.uses[0]).toMatchObject({
      cpuMean: 0.5,
      cpuMax: 0.7,
      cpuPerThousand: 1,
      samples: 8,
    });
    expect(resources.uses[0]).not.toHaveProperty('throttled');
    expect(resources.notes.join(' ')).toContain('node-exporter is not scraped');
    expect(connection.asked).toEqual([]);
  });

  it('say that the interval is a guess where Prometheus does not tell it', async () => {
    const prometheus = known();
    prometheus.intervals.clear();
    const { measure } = setUp({ prometheus });
    expect((await measure(50)).notes.join(' ')).toMatch(
      /15 s is assumed.*Measure for at least 60 s/,
    );
  });

  it('are taken from the metrics API where Prometheus does not know the containers', async () => {
    const { measure } = setUp({
      prometheus: new FakePrometheus(),
      answer: metricsApi,
    });
    const resources = await measure(120);
    expect(resources).toMatchObject({
      source: 'metrics-api',
      status: 'complete',
    });
    expect(resources.notes.join(' ')).toContain(
      'Prometheus "central" has no metrics of the measured containers',
    );
  });
});
