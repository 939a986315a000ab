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

import { median } from '../statistics';
import type { BenchRow } from '../types';

/** Median with smallest and largest of the values of several rounds. */
export function rounds(
  values: readonly number[],
): Pick<BenchRow, 'value' | 'min' | 'max'> {
  return {
    value: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

/** The values in another order each time, so that no one always comes first. */
export function shuffled<T>(values: readonly T[], random = Math.random): T[] {
  const rest = [...values];
  for (let i = rest.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [rest[i], rest[j]] = [rest[j], rest[i]];
  }
  return rest;
}
