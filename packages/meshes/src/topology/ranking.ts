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

import { compare } from '../detection/references';
import type { Reason } from '../model/results';

/** Something that may be cut, with its place in the queue. */
export interface Ranked<T> {
  item: T;
  /** 0 for errors, 1 for warnings, 2 for the rest. */
  rank: number;
  key: string;
}

/** Errors first, then warnings, then the rest; equals by key. */
export function ranked<T>(
  items: readonly T[],
  rank: (item: T) => number,
  key: (item: T) => string,
): Ranked<T>[] {
  return items
    .map(item => ({ item, rank: rank(item), key: key(item) }))
    .sort((a, b) => a.rank - b.rank || compare(a.key, b.key));
}

/** The rank of the worst of some findings. */
export function rankOf(reasons: readonly Reason[]): number {
  if (reasons.some(r => r.severity === 'error')) return 0;
  return reasons.some(r => r.severity === 'warning') ? 1 : 2;
}
