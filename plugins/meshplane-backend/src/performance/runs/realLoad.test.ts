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
import {
  startTarget,
  type TargetServer,
} from '../runners/local/__testUtils__/targetServer';
import { loadProcessesOf } from '../runners/local/endLeftovers';
import { LocalRunner } from '../runners/local/LocalRunner';
import { requestOf, setUpRuns, WAIT } from './__testUtils__/setUpRuns';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const never = new AbortController().signal;
let target: TargetServer;

async function setUp() {
  const all = await setUpRuns({
    knex: await databases.init('SQLITE_3'),
    runner: new LocalRunner({
      config: {
        niceness: 0,
        maxMemoryMb: 512,
        generators: {},
        limits: {
          maxRate: 1000,
          maxDurationSeconds: 600,
          maxConnections: 10,
          maxBodyBytes: 0,
          maxThreads: 2,
          closedLoop: false,
        },
      },
    }),
  });
  all.service.start();
  return all;
}

const loadOf = (seconds: number) => ({
  load: {
    endpoints: [{ url: target.url }],
    load: { model: 'open', stages: [{ seconds, from: 20, to: 20 }] },
  },
});

beforeEach(async () => {
  target = await startTarget();
});
afterEach(() => target.close());

describe('runs with a real load', () => {
  it('measures a real server, with a timeline', async () => {
    const { service, stores } = await setUp();
    const { id } = await service.enqueue(requestOf(target.url, loadOf(2)));
    const seconds: number[] = [];
    await service.watch(
      id,
      event => {
        if (event.type === 'second') seconds.push(event.point.second);
      },
      never,
    );
    expect(seconds).toEqual([0, 1]);
    expect(await stores.runs.get(id)).toMatchObject({
      state: 'succeeded',
      headline: {
        achievedRate: 20,
        errorRate: 0,
        p99: expect.any(Number),
        measuredSeconds: 2,
      },
    });
    expect(target.requests).toBe(40);
    await service.stop();
  });

  it('keeps what a killed process had measured', async () => {
    const { service, stores } = await setUp();
    const { id } = await service.enqueue(requestOf(target.url, loadOf(300)));
    await waitFor(
      'no second was written',
      async () => (await stores.runs.seconds(id)).length > 0,
      WAIT,
    );
    const [pid] = await loadProcessesOf(id);
    process.kill(pid, 'SIGKILL');
    const row = await service.finished(id, never);
    expect(row).toMatchObject({
      state: 'failed',
      message: 'The process that made the load was ended by SIGKILL',
      validity: 'unknown',
    });
    const result = await stores.runs.result(id);
    expect(result!.counts.ok).toBeGreaterThan(0);
    expect(result!.latency.response!.count).toBe(result!.counts.ok);
    await service.stop();
  });

  it('ends the process with the backend, and keeps its result', async () => {
    const { service, stores } = await setUp();
    const { id } = await service.enqueue(requestOf(target.url, loadOf(300)));
    await waitFor(
      'no second was written',
      async () => (await stores.runs.seconds(id)).length > 0,
      WAIT,
    );
    await service.stop();
    expect(await stores.runs.get(id)).toMatchObject({
      state: 'interrupted',
      end: 'cancelled',
    });
    expect(await loadProcessesOf(id)).toEqual([]);
    expect((await stores.runs.result(id))!.counts.ok).toBeGreaterThan(0);
  });
});
