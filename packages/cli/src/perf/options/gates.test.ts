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

import { gates } from './gates';

const parsed = (text: string) =>
  gates(text).map(({ metric, threshold }) => [metric, threshold]);

describe('gates', () => {
  it('reads several thresholds, latency being the metric unless one is named', () => {
    expect(parsed('p(99)<250, errors:rate<0.01')).toEqual([
      ['latency', 'p(99)<250'],
      ['errors', 'rate<0.01'],
    ]);
  });

  it('does not split inside the name of an endpoint', () => {
    expect(parsed('latency{endpoint:a,b}:p(95)<100,med<10')).toEqual([
      ['latency{endpoint:a,b}', 'p(95)<100'],
      ['latency', 'med<10'],
    ]);
  });

  it('adds to what an earlier option said', () => {
    expect(gates('med<10', gates('max<900'))).toHaveLength(2);
  });
});
