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

import { NotFoundError } from '@backstage/errors';
import { clusterOf, FakeClusterAccess } from '../../__testUtils__/fakes';
import { FakeTiming } from '../../clusters/__testUtils__/FakeTiming';
import { FakeGrafana } from '../__testUtils__/fakeGrafana';
import { readMetricsConfig } from './config';
import { createMetricsConnections } from './createMetricsConnections';
import { DefaultMetricsConnections } from './DefaultMetricsConnections';

const TOKEN = 'glsa_right';

describe('connections to Grafana', () => {
  const grafana = new FakeGrafana({
    token: TOKEN,
    boards: { mesh: { title: 'Istio' } },
  });
  let url: string;

  beforeAll(async () => {
    url = await grafana.start();
  });

  afterAll(() => grafana.stop());

  const connect = (token = TOKEN) =>
    createMetricsConnections({
      config: readMetricsConfig({ grafana: [{ name: 'boards', url, token }] }),
      clusters: new FakeClusterAccess([clusterOf('edge')]),
    });

  it('are listed with their state and version, without credentials', async () => {
    const list = await connect().list();
    expect(list).toMatchObject([
      {
        name: 'boards',
        kind: 'grafana',
        url,
        state: 'connected',
        version: '13.1.0',
      },
    ]);
    expect(JSON.stringify(list)).not.toContain(TOKEN);
  });

  it('are diagnosed step by step', async () => {
    const { steps } = await connect().diagnose('boards');
    expect(steps.map(({ title, state }) => [title, state])).toEqual([
      ['Name', 'ok'],
      ['Port', 'ok'],
      ['Secure connection', 'ok'],
      ['API', 'ok'],
      ['Credentials', 'ok'],
      ['Boards', 'ok'],
      ['Data sources', 'skipped'],
      ['Annotations', 'ok'],
    ]);
  });

  it('tell a wrong token', async () => {
    const connections = connect('glsa_wrong');
    const { steps } = await connections.diagnose('boards');
    expect(steps.find(({ state }) => state === 'failed')).toMatchObject({
      title: 'Credentials',
      message: `"${url}" answers with 401: Invalid API key`,
    });
    expect(steps.at(-1)).toMatchObject({ state: 'skipped' });
    const list = await connections.list();
    expect(list).toMatchObject([{ state: 'unauthorized' }]);
    expect(JSON.stringify([steps, list])).not.toContain('glsa_wrong');
  });

  it('tell which rights are missing for marks', async () => {
    grafana.permissions.delete('annotations:create');
    const { steps } = await connect().diagnose('boards');
    expect(steps.at(-1)).toMatchObject({
      title: 'Annotations',
      state: 'failed',
    });
    expect(steps.at(-1)?.remedy).toContain('annotations:create');
    grafana.permissions.add('annotations:create');
  });

  it('are not known by another name', async () => {
    const diagnosing = connect().diagnose('nobody');
    await expect(diagnosing).rejects.toBeInstanceOf(NotFoundError);
    await expect(diagnosing).rejects.toThrow('there are "boards"');
  });
});

describe('MetricsConnections', () => {
  const prometheus = (name: string, clusters: string[]) => ({
    name,
    clusters,
    address: 'http://x',
    client: undefined as never,
  });

  it('takes the Prometheus that names the cluster before one that knows all', () => {
    const connections = new DefaultMetricsConnections({
      prometheus: [prometheus('all', []), prometheus('edge', ['edge'])],
      grafana: [],
      managed: [],
      timing: new FakeTiming(),
      checkEveryMs: 1000,
    });
    expect(connections.prometheusOf('edge')?.name).toBe('edge');
    expect(connections.prometheusOf('core')?.name).toBe('all');
  });

  it('checks again and again once it was started', async () => {
    const timing = new FakeTiming();
    const check = jest.fn(async () => ({ version: '3' }));
    const connections = new DefaultMetricsConnections({
      prometheus: [],
      grafana: [],
      managed: [
        {
          name: 'central',
          kind: 'prometheus',
          clusters: [],
          address: 'http://x',
          check,
          diagnose: async () => [],
          close() {},
        },
      ],
      timing,
      checkEveryMs: 1000,
    });
    connections.start();
    await timing.advance(2500);
    expect(check).toHaveBeenCalledTimes(2);
    check.mockRejectedValueOnce(new Error('connect ECONNREFUSED 127.0.0.1:1'));
    await timing.advance(1000);
    expect(await connections.list()).toMatchObject([{ state: 'unreachable' }]);
    connections.stop();
    await timing.advance(5000);
    expect(check).toHaveBeenCalledTimes(3);
  });
});
