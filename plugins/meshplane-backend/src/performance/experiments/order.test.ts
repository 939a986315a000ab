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

import { abbaSchedule } from '@meshplane/benchmark';
import fc from 'fast-check';
import { blocksOf, orderOf } from './order';

const sides = fc.integer({ min: 2, max: 6 });
const rounds = fc.integer({ min: 1, max: 20 });
const namesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => `side ${i}`);

function positions(arms: string[], turns: { arm: string }[]) {
  return arms.map(arm =>
    turns.flatMap((turn, at) => (turn.arm === arm ? [at] : [])),
  );
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe('orderOf', () => {
  it('is ABBA BAAB for two sides, as the statistics want it', () => {
    const { turns, note } = orderOf(['A', 'B'], 6, false);
    expect(turns.map(({ arm }) => arm)).toEqual(
      abbaSchedule(6).map(({ side }) => side),
    );
    expect(note).toContain('ABBA BAAB ABBA');
  });

  it('gives every side its rounds, counted from 1', () => {
    fc.assert(
      fc.property(sides, rounds, fc.boolean(), (count, each, inBlocks) => {
        const arms = namesOf(count);
        const { turns } = orderOf(arms, each, inBlocks);
        for (const arm of arms)
          expect(
            turns.filter(turn => turn.arm === arm).map(({ round }) => round),
          ).toEqual(Array.from({ length: each }, (_, i) => i + 1));
      }),
    );
  });

  it('is balanced: a steady drift hits all sides alike after every even number of rounds', () => {
    fc.assert(
      fc.property(sides, rounds, fc.boolean(), (count, half, inBlocks) => {
        const arms = namesOf(count);
        const { turns } = orderOf(arms, 2 * half, inBlocks);
        const sums = positions(arms, turns).map(sum);
        expect(new Set(sums).size).toBe(1);
      }),
    );
  });

  it('lets every side stand at every place of a round equally often', () => {
    fc.assert(
      fc.property(sides, count => {
        const arms = namesOf(count);
        const { turns } = orderOf(arms, 2 * count, false);
        for (const places of positions(arms, turns))
          for (let place = 0; place < count; place++)
            expect(places.filter(at => at % count === place)).toHaveLength(2);
      }),
    );
  });

  it('sets a second side up once, between two halves of the first', () => {
    const { turns, note } = orderOf(['plain', 'mesh'], 6, true);
    expect(blocksOf(turns.map(({ arm }) => arm)).map(b => b.length)).toEqual([
      3, 6, 3,
    ]);
    expect(note).toContain('AAA BBBBBB AAA');
    expect(note).toContain('3 blocks');
  });
});
