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

import { TestDatabases } from '@backstage/backend-test-utils';
import { waitFor } from '@meshplane/local-cluster';
import { inputOf, requestOf, setUpRuns, WAIT } from './__testUtils__/setUpRuns';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const never = new AbortController().signal;
const running: { stop(): Promise<void> }[] = [];

async function setUp(
  options: Omit<Parameters<typeof setUpRuns>[0], 'knex'> = {},
) {
  const all = await setUpRuns({
    knex: await databases.init('SQLITE_3'),
    ...options,
  });
  all.service.start();
  running.push(all.service);
  return all;
}

afterEach(() => Promise.all(running.splice(0).map(one => one.stop())));

const SHOP = 'http://shop.example.com/';

describe('a refused run', () => {
  it('is kept with every reason and without its credentials, and the caller hears of it', async () => {
    const { service, stores, runner } = await setUp();
    const request = requestOf('http://user:hunter2@169.254.169.254/', {
      load: {
        endpoints: [
          {
            url: 'http://user:hunter2@169.254.169.254/',
            headers: { Authorization: 'Bearer hunter2' },
          },
        ],
        gates: [{ threshold: 'fast' }],
      },
    });
    const error = await service.enqueue(request).then(
      () => undefined,
      thrown => thrown,
    );
    expect(error).toMatchObject({
      name: 'NotAllowedError',
      run: { state: 'refused', targets: ['169.254.169.254:80'] },
    });
    expect(error.message).toContain('is not an allowed target');
    expect(error.message).toContain('load.gates.0: ');
    expect(error.message).toContain('The header "Authorization"');
    const kept = await stores.runs.get(error.run.id);
    expect(kept).toMatchObject({ state: 'refused', message: error.message });
    const plan = await stores.runs.plan(error.run.id);
    expect(JSON.stringify([kept, plan])).not.toContain('hunter2');
    expect(runner.loads).toEqual([]);
  });

  it('is refused at its start too, when its name has moved since it was queued', async () => {
    let addresses = ['93.184.216.34'];
    const { service, runner } = await setUp({ resolve: async () => addresses });
    const blocker = await service.enqueue(requestOf(SHOP));
    await waitFor('no load', () => runner.loads.length === 1, WAIT);
    const { id } = await service.enqueue(requestOf(SHOP));
    addresses = ['169.254.169.254'];
    runner.loads[0].finish();
    await service.finished(blocker.id, never);
    expect(await service.finished(id, never)).toMatchObject({
      state: 'refused',
      message: expect.stringContaining(
        '"shop.example.com" is at 169.254.169.254',
      ),
    });
    expect(runner.loads).toHaveLength(1);
  });

  it('is refused while load is switched off in the configuration', async () => {
    const { service } = await setUp({ section: { enabled: false } });
    await expect(service.enqueue(requestOf(SHOP))).rejects.toThrow(
      'Load tests are switched off in the configuration',
    );
    expect(await service.limits()).toMatchObject({ enabled: false });
  });

  it('does not begin after it was queued, when the configuration is changed meanwhile', async () => {
    const knex = await databases.init('SQLITE_3');
    const before = await setUpRuns({ knex });
    const { id } = await before.service.enqueue(requestOf(SHOP));
    const after = await setUpRuns({ knex, section: { enabled: false } });
    after.service.start();
    running.push(after.service);
    expect(await after.service.finished(id, never)).toMatchObject({
      state: 'cancelled',
      message:
        'All load was switched off: "meshplane.performance.enabled" is false',
    });
    expect(after.runner.loads).toEqual([]);
  });

  it('names a runner that is not there', async () => {
    const { service } = await setUp();
    expect(
      await service.check(
        inputOf(SHOP, {
          runner: { type: 'k6-operator', cluster: 'edge', namespace: 'load' },
        }),
      ),
    ).toEqual([
      {
        path: 'runner.type',
        message: 'This backend has no runner "k6-operator"',
      },
    ]);
  });
});

it('says what may be done, and with what', async () => {
  const { service } = await setUp({ section: { limits: { maxRate: 7 } } });
  expect(await service.limits()).toEqual({
    enabled: true,
    targets: ['127.0.0.1', '*.example.com'],
    maxRate: 7,
    maxDurationSeconds: 1800,
    maxConnections: 500,
    maxBodyBytes: 1024 * 1024,
    stopAtErrorRate: 0.5,
    secrets: ['TOKEN'],
  });
  expect(await service.offers()).toEqual([
    {
      type: 'local',
      generator: 'meshplane',
      available: true,
      note: 'for tests',
    },
  ]);
});
