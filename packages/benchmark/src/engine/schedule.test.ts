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

import fc from 'fast-check';
import type { Stage } from '../model/profile';
import {
  Arrivals,
  plannedRequests,
  secondsOf,
  seededRandom,
  warmupStages,
} from './schedule';

const all = (stages: Stage[], shard = 0, shards = 1, seed?: number) => {
  const arrivals = new Arrivals(stages, {
    shard,
    shards,
    random: seed === undefined ? undefined : seededRandom(seed),
  });
  const times: number[] = [];
  for (let time = arrivals.next(); time >= 0; time = arrivals.next()) {
    times.push(time);
  }
  return times;
};

const stage = fc.record({
  seconds: fc.integer({ min: 1, max: 20 }).map(n => n / 4),
  from: fc.integer({ min: 0, max: 400 }),
  to: fc.integer({ min: 0, max: 400 }),
});
const schedule = fc.array(stage, { minLength: 1, maxLength: 4 });

describe('Arrivals', () => {
  it('sends the number of requests that any schedule promises, in order and within its time', () => {
    fc.assert(
      fc.property(schedule, stages => {
        const times = all(stages);
        expect(times).toHaveLength(Math.ceil(plannedRequests(stages) - 1e-9));
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(Math.max(0, ...times)).toBeLessThanOrEqual(
          secondsOf(stages) * 1000,
        );
      }),
      { seed: 5 },
    );
  });

  it('is the same whole however many shards it is cut into', () => {
    fc.assert(
      fc.property(
        schedule,
        fc.integer({ min: 1, max: 7 }),
        (stages, shards) => {
          const parts = Array.from({ length: shards }, (_, shard) =>
            all(stages, shard, shards),
          );
          expect(parts.flat().sort((a, b) => a - b)).toEqual(all(stages));
        },
      ),
      { seed: 5 },
    );
  });

  it('spaces a constant rate evenly', () => {
    expect(all([{ seconds: 1, from: 5, to: 5 }])).toEqual([
      0, 200, 400, 600, 800,
    ]);
  });

  it('follows a ramp', () => {
    const times = all([{ seconds: 10, from: 100, to: 300 }]);
    expect(times).toHaveLength(2000);
    expect(times.filter(time => time < 5000)).toHaveLength(750);
  });

  it('draws Poisson arrivals of the right rate and spread from a seed', () => {
    const stages = [{ seconds: 20, from: 1000, to: 1000 }];
    const times = all(stages, 0, 1, 7);
    expect(all(stages, 0, 1, 7)).toEqual(times);
    expect(all(stages, 0, 1, 8)).not.toEqual(times);
    const gaps = times.slice(1).map((time, i) => time - times[i]);
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    const variance =
      gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(mean).toBeCloseTo(1, 1);
    expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
  });
});

describe('warmupStages', () => {
  it('goes on at the rate with which the measured phase begins', () => {
    expect(warmupStages([{ seconds: 9, from: 50, to: 90 }], 3)).toEqual([
      { seconds: 3, from: 50, to: 50 },
    ]);
    expect(warmupStages([{ seconds: 9, from: 0, to: 90 }], 3)).toEqual([
      { seconds: 3, from: 45, to: 45 },
    ]);
    expect(warmupStages([{ seconds: 9, from: 50, to: 90 }], 0)).toEqual([]);
  });
});
