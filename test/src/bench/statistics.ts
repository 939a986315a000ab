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
 * Nearest-rank percentile of a sample.
 *
 * @param p - 0..100
 * @throws RangeError for an empty sample
 */
export function percentile(sample: readonly number[], p: number): number {
  if (sample.length === 0)
    throw new RangeError('percentile of an empty sample');
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)];
}

/** Median by nearest rank. */
export function median(sample: readonly number[]): number {
  return percentile(sample, 50);
}
