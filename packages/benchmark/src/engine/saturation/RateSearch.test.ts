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
import { RateSearch, SearchStep, StepVerdict } from './RateSearch';

const options = {
  startRate: 100,
  maxRate: 100_000,
  minRate: 1,
  tolerance: 0.05,
  repeats: 3,
};

const search = (
  verdict: (rate: number, step: SearchStep, n: number) => StepVerdict,
  changes: Partial<typeof options> = {},
) => {
  const rateSearch = new RateSearch({ ...options, ...changes });
  const steps: SearchStep[] = [];
  for (let step = rateSearch.next(); step; step = rateSearch.next()) {
    steps.push(step);
    rateSearch.report(step, verdict(step.rate, step, steps.length));
  }
  return { ...rateSearch.outcome!, steps };
};

describe('RateSearch', () => {
  it('finds the limit of a server to the tolerance, from either side, and confirms it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 90_000 }), limit => {
        const {
          rate,
          limit: why,
          steps,
        } = search(r => (r <= limit ? 'holds' : 'server'));
        expect(why).toBe('server');
        expect(rate).toBeLessThanOrEqual(limit);
        expect(rate).toBeGreaterThanOrEqual(limit / 1.051);
        expect(steps.slice(-3)).toEqual(
          [1, 2, 3].map(() => ({ rate, phase: 'confirm' })),
        );
        expect(steps.length).toBeLessThan(30);
      }),
      { seed: 5 },
    );
  });

  it('says when the generator was the limit', () => {
    const { rate, limit } = search(r => (r < 3000 ? 'holds' : 'generator'));
    expect(limit).toBe('generator');
    expect(rate).toBeGreaterThan(2850);
  });

  it('stops at the highest allowed rate', () => {
    const { rate, limit, steps } = search(() => 'holds', { maxRate: 450 });
    expect({ rate, limit }).toEqual({ rate: 450, limit: 'max-rate' });
    expect(steps.map(step => step.rate)).toEqual([
      100, 200, 400, 450, 450, 450, 450,
    ]);
  });

  it('gives up where no rate holds', () => {
    const { rate, limit, steps } = search(() => 'server');
    expect({ rate, limit }).toEqual({ rate: 0, limit: 'none-held' });
    expect(steps.length).toBeLessThan(10);
  });

  it('goes lower when a rate held only by luck', () => {
    let confirmations = 0;
    const { rate, limit } = search((r, { phase }) => {
      if (phase === 'confirm' && confirmations++ === 1) {
        return 'server';
      }
      return r <= 1000 ? 'holds' : 'server';
    });
    expect(limit).toBe('server');
    expect(rate).toBeLessThan(1000);
    expect(rate).toBeGreaterThan(850);
  });

  it('always ends, whatever is reported', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(
          fc.constantFrom<StepVerdict>('holds', 'server', 'generator'),
        ),
        verdicts => {
          const { steps } = search((_r, _s, n) => {
            // After a long time of noise a server makes up its mind.
            const noise = verdicts.next().value as StepVerdict;
            return n < 200 ? noise : 'server';
          });
          expect(steps.length).toBeLessThan(400);
        },
      ),
      { seed: 5 },
    );
  });
});
