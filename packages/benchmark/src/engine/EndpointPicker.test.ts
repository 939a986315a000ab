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
import { EndpointPicker } from './EndpointPicker';

describe('EndpointPicker', () => {
  it('gives every endpoint its share, in every shard', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.integer({ min: 1, max: 6 }),
        fc.nat({ max: 5 }),
        (weights, shards, shard) => {
          const picker = new EndpointPicker(weights, shard % shards, shards);
          const counts = weights.map(() => 0);
          const requests = 2000;
          for (let i = 0; i < requests; i++) {
            counts[picker.next()]++;
          }
          const total = weights.reduce((a, b) => a + b, 0);
          counts.forEach((count, i) =>
            expect(
              Math.abs(count - (requests * weights[i]) / total),
            ).toBeLessThan(20),
          );
        },
      ),
      { seed: 5 },
    );
  });
});
