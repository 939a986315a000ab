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

import { waitFor } from '@meshplane/local-cluster';
import type { MeshReport, Pod } from '@meshplane/meshes';
import { runResourcesSchema } from '@meshplane/plugin-meshplane-common';
import http from 'node:http';
import {
  clusterOf,
  FakeClusterAccess,
  FakeInventory,
  snapshotOf,
} from '../../__testUtils__/fakes';
import type { MeshService } from '../../meshes/MeshService';
import {
  type ContainerExporter,
  startContainerExporter,
} from '../__testUtils__/containerExporter';
import { profileInput } from '../__testUtils__/profileInput';
import {
  type ProcessTarget,
  startProcessTarget,
} from '../__testUtils__/processTarget';
import {
  PROMETHEUS_USER,
  type RunningPrometheus,
  startPrometheus,
} from '../__testUtils__/startPrometheus';
import { readMetricsConfig } from '../connections/config';
import { createMetricsConnections } from '../connections/createMetricsConnections';
import type { MetricsConnections } from '../connections/MetricsConnections';
import { createResourceReader } from './createResourceReader';
import type { MeasuredWindow } from './ResourceReader';

// The first run builds Prometheus, which takes minutes.
jest.setTimeout(25 * 60_000);

const CLUSTER = 'edge';
const NAMESPACE = 'shop';
const POD = 'cart-6d5f-x1';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: POD,
    namespace: NAMESPACE,
    labels: { 'pod-template-hash': '6d5f' },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'cart-6d5f',
        uid: 'u1',
        controller: true,
      },
    ],
  },
  spec: {
    containers: [
      { name: 'cart', image: 'cart:1' },
      { name: 'istio-proxy', image: 'istio/proxyv2:1.30.0' },
    ],
  },
  status: { phase: 'Running' },
};

let app: ProcessTarget;
let proxy: ProcessTarget;
let exporter: ContainerExporter;
let prometheus: RunningPrometheus;
let load: Load;

beforeAll(async () => {
  app = await startProcessTarget({ busyMs: 10, pauseMs: 30 });
  proxy = await startProcessTarget({
    busyMs: 4,
    pauseMs: 0,
    upstream: app.port,
  });
  load = startLoad(proxy.port);
  exporter = await startContainerExporter({
    namespace: NAMESPACE,
    workload: 'cart',
    pod: POD,
    containers: { cart: app, 'istio-proxy': proxy },
    requests: () => load.answered,
  });
  prometheus = await startPrometheus({ cadvisor: exporter.address });
  await scraped(3);
});

afterAll(async () => {
  await load?.stop();
  await prometheus?.stop();
  await exporter?.stop();
  await proxy?.stop();
  await app?.stop();
});

/** Requests one after the other, until it is stopped. */
interface Load {
  readonly answered: number;
  stop(): Promise<void>;
}

function startLoad(port: number): Load {
  let answered = 0;
  let going = true;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port }, response => {
          response.resume();
          response.on('end', resolve);
        })
        .on('error', reject);
    });
  const loop = (async () => {
    while (going) {
      await one();
      answered += 1;
    }
  })();
  return {
    get answered() {
      return answered;
    },
    stop: () => {
      going = false;
      return loop;
    },
  };
}

async function scraped(times: number): Promise<void> {
  const goal = exporter.scrapes + times;
  await waitFor(
    () => `${exporter.scrapes} of ${goal} scrapes`,
    () => exporter.scrapes >= goal,
    { timeoutMs: 120_000 },
  );
}

/** What a window of so many scrapes looked like to the processes themselves. */
async function measure(scrapes: number) {
  const state = async () => ({
    at: Date.now(),
    answered: load.answered,
    app: await app.cpuSeconds(),
    proxy: await proxy.cpuSeconds(),
  });
  const begin = await state();
  await scraped(scrapes);
  const end = await state();
  const seconds = (end.at - begin.at) / 1000;
  const achievedRate = (end.answered - begin.answered) / seconds;
  return {
    window: { from: begin.at, to: end.at, achievedRate },
    achievedRate,
    app: (end.app - begin.app) / seconds,
    proxy: (end.proxy - begin.proxy) / seconds,
  };
}

function connect(
  over: { url?: string; password?: string } = {},
): MetricsConnections {
  return createMetricsConnections({
    config: readMetricsConfig({
      prometheus: [
        {
          name: 'central',
          url: over.url ?? prometheus.url,
          username: PROMETHEUS_USER.username,
          password: over.password ?? PROMETHEUS_USER.password,
        },
      ],
    }),
    clusters: new FakeClusterAccess([clusterOf(CLUSTER)]),
  });
}

function read(connections: MetricsConnections, window: MeasuredWindow) {
  const meshes = {
    report: () => ({
      report: { meshes: [], namespaces: [], workloads: [] } as MeshReport,
    }),
  } as unknown as MeshService;
  const watch = createResourceReader({
    connections,
    clusters: new FakeClusterAccess([clusterOf(CLUSTER)]),
    inventory: new FakeInventory([snapshotOf(CLUSTER, [pod])]),
    meshes,
    kubeletStats: false,
  }).watch(
    profileInput({
      measured: [{ cluster: CLUSTER, namespace: NAMESPACE, workload: 'cart' }],
    }),
    new AbortController().signal,
  );
  return watch.read(window).finally(() => watch.stop());
}

/** On a busy machine scrapes come late and load is uneven, so that the ends of the window are estimated. */
function expectNear(actual: number | undefined, truth: number) {
  expect(actual).toBeGreaterThan(truth * 0.6);
  expect(actual).toBeLessThan(truth * 1.4);
}

describe('resources from a real Prometheus', () => {
  it('are what the processes really used', async () => {
    const truth = await measure(14);
    const connections = connect();
    const resources = await read(connections, truth.window);
    connections.stop();

    expect(runResourcesSchema.parse(resources)).toEqual(resources);
    expect(resources).toMatchObject({
      source: 'prometheus',
      status: 'complete',
    });
    const use = (container: string) =>
      resources.uses.find(one => one.container === container);
    expect(use('cart')).toMatchObject({ role: 'application', pod: POD });
    expect(use('istio-proxy')).toMatchObject({ role: 'sidecar' });
    expect(resources.uses).toHaveLength(2);
    expectNear(use('cart')?.cpuMean, truth.app);
    expectNear(use('istio-proxy')?.cpuMean, truth.proxy);
    expectNear(
      use('cart')?.cpuPerThousand,
      truth.app / (truth.achievedRate / 1000),
    );
    expectNear(use('cart')?.memoryMean, await app.memoryBytes());
    expect(use('cart')?.cpuMax).toBeGreaterThan(0);
    expect(use('cart')?.throttled).toBeCloseTo(0.1, 1);
    expect(use('cart')?.samples).toBeGreaterThanOrEqual(4);

    expectNear(resources.mesh?.requestRate, truth.achievedRate);
    expect(resources.mesh).toMatchObject({ errorRate: 0, mtlsShare: 1 });

    const series = resources.series.find(
      one => one.role === 'application' && one.unit === 'cores',
    );
    expect(series?.points.length).toBeGreaterThan(3);
    const seconds = series?.points.map(([at]) => at) ?? [];
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(
      (truth.window.to - truth.window.from) / 1000,
    );
  });

  it('are not told where the run is shorter than four scrapes', async () => {
    const to = Date.now();
    const connections = connect();
    const resources = await read(connections, {
      from: to - 2500,
      to,
      achievedRate: 100,
    });
    connections.stop();
    expect(resources).toMatchObject({ status: 'too-short', uses: [] });
    expect(resources.notes.join(' ')).toContain('Measure for at least 4 s');
  });

  it('are missing, with the reason, where Prometheus is gone', async () => {
    const connections = connect({ url: 'http://127.0.0.1:1' });
    const now = Date.now();
    const resources = await read(connections, {
      from: now - 60_000,
      to: now,
      achievedRate: 100,
    });
    expect(resources).toMatchObject({ status: 'unavailable', uses: [] });
    expect(resources.notes.join(' ')).toContain(
      'Prometheus "central" could not be asked',
    );
    expect(await connections.list()).toMatchObject([{ state: 'unreachable' }]);
    connections.stop();
  });
});

describe('the diagnosis of a real Prometheus', () => {
  it('finds everything that is needed', async () => {
    const connections = connect();
    const { steps } = await connections.diagnose('central');
    const stateOf = Object.fromEntries(
      steps.map(({ title, state }) => [title, state]),
    );
    expect(stateOf).toMatchObject({
      Port: 'ok',
      'Credentials and API': 'ok',
      'Scrape interval': 'ok',
      'CPU and memory of containers': 'ok',
      'Requests as Istio counts them': 'ok',
      'Requests as Linkerd counts them': 'skipped',
    });
    expect(steps.map(({ message }) => message).join(' ')).toContain(
      'The longest scrape interval is 1 s.',
    );
    expect(await connections.list()).toMatchObject([
      { name: 'central', state: 'connected', version: expect.any(String) },
    ]);
    connections.stop();
  });

  it('tells a wrong password, and not what it is', async () => {
    const connections = connect({ password: 'wrong-battery' });
    const { steps } = await connections.diagnose('central');
    const failed = steps.find(({ state }) => state === 'failed');
    expect(failed).toMatchObject({ title: 'Credentials and API' });
    expect(failed?.message).toContain('401');
    expect(failed?.remedy).toContain('put valid ones into the configuration');
    const said = JSON.stringify([steps, await connections.list()]);
    expect(said).not.toContain('wrong-battery');
    expect(await connections.list()).toMatchObject([{ state: 'unauthorized' }]);
    connections.stop();
  });
});
