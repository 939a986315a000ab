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

import type { LoadProfile } from '../../model/profile';
import type { RunResult } from '../../model/result';
import { judgeValidity } from '../validity';
import { searchSaturation } from './searchSaturation';

/** A result as of a server that can do 1000 req/s, behind a generator that can do some rate. */
function resultAt(profile: LoadProfile, generatorLimit: number): RunResult {
  const rate = profile.load.model === 'open' ? profile.load.stages[0].from : 0;
  const overloaded = rate > 1000;
  return {
    version: 'meshplane.io/run-result/v1',
    id: 'x',
    name: 'x',
    labels: {},
    generator: { name: 'fake', caveats: [] },
    measuredSeconds: 20,
    end: 'complete',
    precision: 'exact',
    validity: judgeValidity({
      model: 'open',
      scheduled: rate,
      sent: overloaded ? 1000 : rate,
      dropped: 0,
      lateP99Ms: rate > generatorLimit ? 50 : 1,
      waitP99Ms: overloaded ? 900 : 0,
      responseP50Ms: 5,
      eventLoopUtilization: 0.2,
      connects: 10,
      connectFailures: 0,
    }),
    counts: { sent: rate, ok: rate, errors: {}, statuses: {} },
    achievedRate: rate,
    latency: {},
    slices: [],
    gates: [],
    warnings: [],
  };
}

const search = (generatorLimit: number) =>
  searchSaturation(
    { name: 'x', endpoints: [{ url: 'http://a.test' }] },
    { run: async profile => resultAt(profile, generatorLimit) },
  );

describe('searchSaturation', () => {
  it('finds what the server can do, confirms it and says why not more', async () => {
    const result = await search(Infinity);
    expect(result.limit).toBe('server');
    expect(result.rate).toBeGreaterThan(950);
    expect(result.rate).toBeLessThanOrEqual(1000);
    expect(result.message).toContain('no connection was free');
    expect(result.steps.slice(-3).map(step => step.phase)).toEqual([
      'confirm',
      'confirm',
      'confirm',
    ]);
  });

  it('does not blame the server where the generator was the limit', async () => {
    const result = await search(500);
    expect(result.limit).toBe('generator');
    expect(result.rate).toBeGreaterThan(475);
    expect(result.rate).toBeLessThanOrEqual(500);
    expect(result.message).toContain(
      'The server was not saturated; the generator was',
    );
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const result = await searchSaturation(
      { name: 'x', endpoints: [{ url: 'http://a.test' }] },
      {
        signal: controller.signal,
        run: async profile => {
          controller.abort();
          return resultAt(profile, Infinity);
        },
      },
    );
    expect(result).toMatchObject({ limit: 'cancelled', rate: 0 });
  });
});
