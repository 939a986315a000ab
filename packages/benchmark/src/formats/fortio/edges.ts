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

/**
 * Upper edges of Fortio's default buckets in multiples of the resolution
 * (fortio.org/fortio `stats/stats.go`, histogramBucketValues).
 */
export const fortioEdges: readonly number[] = [
  ...range(0, 12, 1),
  ...range(14, 20, 2),
  ...range(25, 50, 5),
  ...range(60, 100, 10),
  ...range(120, 200, 20),
  ...range(250, 500, 50),
  ...range(600, 1000, 100),
  ...range(2000, 5000, 1000),
  7500,
  10_000,
  ...range(20_000, 50_000, 10_000),
  75_000,
  100_000,
];

function range(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: (to - from) / step + 1 },
    (_, i) => from + i * step,
  );
}
