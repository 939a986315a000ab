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

import type { TextLimits } from './limits';

/** The part of a value that is too large or too deep, in words; undefined if it is within the limits. */
export function beyondLimits(
  root: unknown,
  { depth, values }: Pick<TextLimits, 'depth' | 'values'>,
): string | undefined {
  let count = 0;
  // A stack of one's own: recursion would be what the limit guards against.
  const open: [value: unknown, level: number][] = [[root, 0]];
  while (open.length > 0) {
    const [value, level] = open.pop()!;
    count += 1;
    if (count > values) {
      return `more than ${values} values; aliases may repeat a part too often`;
    }
    if (typeof value !== 'object' || value === null) continue;
    if (level >= depth) {
      return `objects nested more than ${depth} deep`;
    }
    for (const child of Object.values(value)) open.push([child, level + 1]);
  }
  return undefined;
}
