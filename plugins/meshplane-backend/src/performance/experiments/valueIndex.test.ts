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
import { type IndexInputs, valueIndex } from './valueIndex';

const number = fc.double({ min: -10, max: 1000, noNaN: true });
const inputs = fc.record({
  features: fc.integer({ min: 0, max: 30 }),
  addedP50Ms: number,
  addedP99Ms: number,
  addedCpuPerThousand: number,
  addedMemoryMb: number,
});
const costs = [
  'addedP50Ms',
  'addedP99Ms',
  'addedCpuPerThousand',
  'addedMemoryMb',
] as const;

describe('valueIndex', () => {
  it('gives the number that its printed formula gives', () => {
    const index = valueIndex({
      features: 3,
      addedP50Ms: 1,
      addedP99Ms: 3,
      addedCpuPerThousand: 0.2,
      addedMemoryMb: 60,
    });
    // 3 / (1 + (1 + 1 + 1 + 1) / 4)
    expect(index.value).toBe(1.5);
    expect(index.formula).toBe(
      'value index, version 1: features / (1 + cost), where cost = (max(0, addedP50Ms) / 1 + max(0, addedP99Ms) / 3 + max(0, addedCpuPerThousand) / 0.2 + max(0, addedMemoryMb) / 60) / 4',
    );
    expect(index.inputs).toEqual({
      features: 3,
      addedP50Ms: 1,
      addedP99Ms: 3,
      addedCpuPerThousand: 0.2,
      addedMemoryMb: 60,
    });
  });

  it('never falls when a feature is added, and never grows when a cost does', () => {
    fc.assert(
      fc.property(
        inputs,
        fc.constantFrom(...costs),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (one: IndexInputs, cost, more) => {
          const { value } = valueIndex(one);
          expect(
            valueIndex({ ...one, features: one.features + 1 }).value,
          ).toBeGreaterThan(value);
          expect(
            valueIndex({ ...one, [cost]: one[cost] + more }).value,
          ).toBeLessThanOrEqual(value);
        },
      ),
    );
  });
});
