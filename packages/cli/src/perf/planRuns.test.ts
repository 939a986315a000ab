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

import { loadProfileSchema } from '@meshplane/benchmark';
import { planRuns } from './planRuns';

const profile = (name: string) =>
  loadProfileSchema.parse({
    name,
    endpoints: [{ url: 'http://127.0.0.1/' }],
    load: {
      model: 'open',
      stages: [{ seconds: 1, from: 1, to: 1 }],
      seed: 7,
    },
  });
const seed = ({ load }: ReturnType<typeof profile>) =>
  load.model === 'open' ? load.seed : undefined;

describe('planRuns', () => {
  it('makes one run unless told otherwise', () => {
    expect(planRuns(profile('new'), undefined)).toHaveLength(1);
  });

  it('gives every repeat a seed of its own', () => {
    const seeds = planRuns(profile('new'), undefined, 3).map(run =>
      seed(run.profile),
    );
    expect(seeds).toEqual([7, 8, 9]);
  });

  it('lets two sides take turns, with one seed for both runs of a pair', () => {
    const runs = planRuns(profile('new'), profile('old'), 4);
    const letters = runs.map(({ side }) => (side === 'baseline' ? 'A' : 'B'));
    expect(letters.join('')).toBe('ABBABAAB');
    expect(runs.map(run => seed(run.profile))).toEqual([
      7, 7, 8, 8, 9, 9, 10, 10,
    ]);
    expect(runs.filter(({ side }) => side === 'baseline')[0].profile.name).toBe(
      'old',
    );
  });

  it('repeats each side six times unless told otherwise', () => {
    expect(planRuns(profile('new'), profile('old'))).toHaveLength(12);
  });
});
