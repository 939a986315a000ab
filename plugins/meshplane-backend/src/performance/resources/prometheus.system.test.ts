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

import { runResourcesSchema } from '@meshplane/plugin-meshplane-common';
import {
  NODE,
  POD,
  type PrometheusStage,
  readWindow,
  startPrometheusStage,
} from '../__testUtils__/prometheusStage';
import { workloadQueries } from './prometheus/meshQueries';
import { nodeQueries } from './prometheus/nodeQueries';
import { readMesh } from './prometheus/readMesh';

// The first run builds Prometheus, which takes minutes.
jest.setTimeout(25 * 60_000);

let stage: PrometheusStage;

beforeAll(async () => {
  stage = await startPrometheusStage();
});

afterAll(() => stage?.stop());

/** On a busy machine scrapes come late and load is uneven, so that the ends of the window are estimated. */
function expectNear(actual: number | undefined, truth: number) {
  expect(actual).toBeGreaterThan(truth * 0.6);
  expect(actual).toBeLessThan(truth * 1.4);
}

describe('resources from a real Prometheus', () => {
  it('are what the processes really used', async () => {
    const truth = await stage.measure(14);
    const connections = stage.connect();
    const resources = await readWindow(connections, truth.window);
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
    const node = resources.uses.find(one => one.role === 'node');
    expect(node).toMatchObject({ node: NODE });
    expectNear(node?.cpuMean, truth.node);
    expect(node?.memoryMax).toBeGreaterThan(1e6);
    expect(resources.uses).toHaveLength(3);
    expectNear(use('cart')?.cpuMean, truth.app);
    expectNear(use('istio-proxy')?.cpuMean, truth.proxy);
    expectNear(
      use('cart')?.cpuPerThousand,
      truth.app / (truth.achievedRate / 1000),
    );
    expectNear(use('cart')?.memoryMean, await stage.app.memoryBytes());
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

  it.each([
    [
      'Linkerd',
      {
        workloads: [{ namespace: 'mart', workload: 'pay', kind: 'deployment' }],
      },
      { mtlsShare: 1 },
    ],
    [
      'Envoy',
      {
        containers: [
          {
            role: 'gateway',
            namespace: 'mart',
            pod: 'gw-1',
            container: 'envoy',
          } as const,
        ],
      },
      {},
    ],
  ])('are beside what %s counted', async (_, over, more) => {
    const { window, achievedRate } = await stage.measure(6);
    // Until the last scrape of the window is stored.
    await stage.scraped(1);
    const connections = stage.connect();
    const notes: string[] = [];
    const [{ client }] = connections.prometheus();
    const set = { containers: [], nodes: [], workloads: [], meshes: [], notes };
    const mesh = await readMesh({
      client,
      set: { ...set, ...over },
      extra: {},
      window,
      notes,
    });
    connections.stop();
    expectNear(mesh?.requestRate, achievedRate);
    expect(mesh?.errorRate).toBeCloseTo(0.1, 2);
    expect(mesh?.p50Ms).toBeCloseTo(3, 1);
    expect(mesh?.p99Ms).toBeCloseTo(4.96, 1);
    expect(mesh).toMatchObject(more);
  });

  it('can be asked for in every way that is tried', async () => {
    const connections = stage.connect();
    const [{ client }] = connections.prometheus();
    const queries = [
      ...nodeQueries([NODE, 'worker-2'], { cluster: 'edge' }, 60),
      ...workloadQueries(
        [{ namespace: 'a' }, { namespace: 'b', workload: 'c.d' }],
        {},
        60.5,
      ),
    ].flatMap(ways =>
      Object.values<string>({ ...ways }).filter(text => text.includes('(')),
    );
    for (const query of queries) {
      await expect(client.query(query, Date.now())).resolves.toBeDefined();
    }
    expect(queries.length).toBeGreaterThan(20);
    connections.stop();
  });

  it('are not told where the run is shorter than four scrapes', async () => {
    const to = Date.now();
    const connections = stage.connect();
    const resources = await readWindow(connections, {
      from: to - 2500,
      to,
      achievedRate: 100,
    });
    connections.stop();
    expect(resources).toMatchObject({ status: 'too-short', uses: [] });
    expect(resources.notes.join(' ')).toContain('Measure for at least 4 s');
  });

  it('are missing, with the reason, where Prometheus is gone', async () => {
    const connections = stage.connect({ url: 'http://127.0.0.1:1' });
    const now = Date.now();
    const resources = await readWindow(connections, {
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
    const connections = stage.connect();
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
      'Requests as Linkerd counts them': 'ok',
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
    const connections = stage.connect({ password: 'wrong-battery' });
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
