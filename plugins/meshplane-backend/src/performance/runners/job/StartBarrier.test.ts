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

import { FakeTiming } from '../../../clusters/__testUtils__/FakeTiming';
import { StartBarrier } from './StartBarrier';

const ready = (shard: number, now: number, uncertaintyMs = 5) => ({
  type: 'ready' as const,
  shard,
  serial: 0,
  now,
  clock: { offsetMs: 0, uncertaintyMs },
});

describe('StartBarrier', () => {
  it('chooses a moment on the clock of the cluster, as far ahead as the slowest shard needs', async () => {
    const timing = new FakeTiming();
    const barrier = new StartBarrier(2, timing);
    barrier.take(ready(0, 1_000_000));
    expect(barrier.missing('ready')).toEqual([1]);
    await timing.advance(2000);
    // This one's message was on its way for half a second.
    barrier.take(ready(1, 1_001_500));
    expect(barrier.allReady).toBe(true);
    barrier.asked();
    await timing.advance(4000);
    barrier.take({ type: 'prepared', shard: 0, serial: 1 });
    barrier.take({ type: 'prepared', shard: 1, serial: 1 });
    expect(barrier.allPrepared).toBe(true);
    const startAt = barrier.choose();
    expect(startAt).toBe(1_006_000 + 3 * 4000);
    barrier.take({ type: 'armed', shard: 0, serial: 2, startAt });
    barrier.take({ type: 'armed', shard: 1, serial: 2, startAt: startAt - 1 });
    expect(barrier.missing('armed')).toEqual([1]);
    barrier.take({ type: 'armed', shard: 1, serial: 3, startAt });
    expect(barrier.allArmed).toBe(true);
  });

  it('refuses clocks that are not known well enough', () => {
    const barrier = new StartBarrier(2, new FakeTiming());
    expect(() => barrier.take(ready(1, 0, 50.5))).toThrow(
      'The clock of shard 1 is known to ±51 ms only',
    );
    expect(() => barrier.take({ ...ready(0, 0), clock: undefined })).toThrow(
      'shard 0',
    );
  });

  it('does not ask the clock of a single shard', () => {
    const barrier = new StartBarrier(1, new FakeTiming());
    barrier.take({ ...ready(0, 5000), clock: undefined });
    expect(barrier.allReady).toBe(true);
    expect(barrier.choose()).toBeGreaterThanOrEqual(10_000);
  });
});
