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

import { inspectHistory, predictionInterval } from './history';

describe('predictionInterval', () => {
  it('is that of Student for the next value', () => {
    // n = 5, mean 10, s = 1.5811, t(0.975, 4) = 2.7764: half is 2.7764 · 1.5811 · √1.2.
    const [low, high] = predictionInterval([8, 9, 10, 11, 12], 0.95);
    expect(low).toBeCloseTo(10 - 4.809, 2);
    expect(high).toBeCloseTo(10 + 4.809, 2);
    expect(() => predictionInterval([1, 2])).toThrow('"2"');
  });
});

describe('inspectHistory', () => {
  const level = [100, 101, 99, 100, 102, 98, 100, 101];

  it('finds an outlier in a short history, and none in a level one', () => {
    expect(inspectHistory([...level, 140])).toMatchObject([
      { kind: 'outlier', index: 8, value: 140 },
    ]);
    expect(inspectHistory([...level, 103])).toEqual([]);
    expect(inspectHistory([100, 100, 100, 101])).toEqual([]);
    expect(inspectHistory([1, 2])).toEqual([]);
  });

  it('finds a change of level in a long one, once four values confirm it', () => {
    const higher = [130, 131, 129, 130];
    expect(inspectHistory([...level, ...higher])).toMatchObject([
      { kind: 'change', change: { index: 8 } },
    ]);
    expect(inspectHistory([...level, 130, 131, 129])).toEqual([]);
  });
});
