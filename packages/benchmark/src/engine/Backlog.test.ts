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
import { Backlog } from './Backlog';

describe('Backlog', () => {
  it('is first in, first out up to its cap, however it grows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.array(fc.integer({ min: -1500, max: 3000 }), { maxLength: 20 }),
        (cap, changes) => {
          const backlog = new Backlog(cap);
          const model: number[] = [];
          let next = 0;
          let consistent = true;
          for (const change of changes) {
            for (let i = 0; i < change; i++) {
              const fits = model.length < cap;
              consistent &&= backlog.push(next, next + 0.5, next % 3) === fits;
              if (fits) {
                model.push(next);
              }
              next++;
            }
            for (let i = 0; i > change && model.length > 0; i--) {
              const expected = model.shift()!;
              consistent &&=
                backlog.intended === expected &&
                backlog.seen === expected + 0.5 &&
                backlog.endpoint === expected % 3;
              backlog.shift();
            }
            expect(consistent).toBe(true);
            expect(backlog.length).toBe(model.length);
          }
        },
      ),
      { seed: 5, numRuns: 30 },
    );
  });
});
