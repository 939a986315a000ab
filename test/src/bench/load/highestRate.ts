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

/** Rates closer to each other than this are the same. */
const CLOSE_ENOUGH = 1.05;
const MAX_RATE = 1_000_000;

/**
 * The highest rate that holds: doubled until it does not, then halved in between, on a scale of ratios.
 *
 * @param holds - tries a rate
 * @param start - where to begin, best below the answer
 * @returns 0 if not even a hundredth of the start holds
 */
export async function highestRate(
  holds: (rate: number) => Promise<boolean>,
  start: number,
): Promise<number> {
  let low = start;
  while (!(await holds(low))) {
    low = Math.round(low / 2);
    if (low < start / 100) return 0;
  }
  let high = low * 2;
  while (high < MAX_RATE && (await holds(high))) {
    low = high;
    high *= 2;
  }
  while (high / low > CLOSE_ENOUGH) {
    const between = Math.round(Math.sqrt(low * high));
    if (await holds(between)) low = between;
    else high = between;
  }
  return low;
}
