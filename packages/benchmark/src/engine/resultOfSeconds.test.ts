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

import {
  response,
  startRawServer,
  type TestServer,
} from '../__testUtils__/rawServer';
import { openLoad } from '../__testUtils__/runInline';
import { loadProfileSchema } from '../model/profile';
import { runResultSchema, type Slice } from '../model/result';
import { resultOfSeconds } from './resultOfSeconds';
import { runLoad } from './runLoad';
import { launchInline } from './ShardHandle';

jest.setTimeout(60_000);

let server: TestServer | undefined;
afterEach(() => server?.close());

describe('resultOfSeconds', () => {
  it('is what the whole seconds of a run were, with every latency of them', async () => {
    server = await startRawServer(socket => socket.write(response(200)));
    const profile = loadProfileSchema.parse({
      name: 'lost',
      endpoints: [{ url: server.url }],
      load: openLoad(50, 3),
      connections: 2,
    });
    const told = new Map<number, Slice>();
    const result = await runLoad(profile, {
      launch: launchInline,
      onSeconds: slices => slices.forEach(s => told.set(s.second, s)),
    });
    expect(told.size).toBeGreaterThan(0);
    const seconds = [...told.values()];
    const partial = resultOfSeconds({
      id: 'run-1',
      profile,
      seconds,
      end: 'failed',
      generator: 'meshplane',
      reason: 'The backend was ended',
    });
    expect(() => runResultSchema.parse(partial)).not.toThrow();
    const ok = seconds.reduce((sum, slice) => sum + slice.ok, 0);
    const sent = seconds.reduce((sum, slice) => sum + slice.sent, 0);
    expect(ok).toBeLessThanOrEqual(result.counts.ok);
    expect(partial).toMatchObject({
      id: 'run-1',
      end: 'failed',
      measuredSeconds: seconds.length,
      counts: { sent, ok },
      validity: { status: 'unknown' },
    });
    expect(partial.latency.response?.count).toBe(ok);
  });

  it('says of a run without a whole second that nothing was measured', () => {
    const partial = resultOfSeconds({
      id: 'run-1',
      profile: loadProfileSchema.parse({
        name: 'lost',
        endpoints: [{ url: 'http://127.0.0.1:1' }],
        load: openLoad(50, 3),
      }),
      seconds: [],
      end: 'failed',
      generator: 'meshplane',
      reason: 'The backend was ended',
    });
    expect(partial).toMatchObject({
      measuredSeconds: 0,
      achievedRate: 0,
      counts: { sent: 0, ok: 0, errors: {} },
    });
    expect(partial.latency.response).toBeUndefined();
  });
});
