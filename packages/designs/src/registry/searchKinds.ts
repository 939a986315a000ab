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

import type { KindInfo } from './KindRegistry';

/** Kinds that fit a text, best first: by name, then by group, then by what their description says. */
export function searchKinds(
  kinds: readonly KindInfo[],
  text: string,
  limit: number,
): KindInfo[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return kinds.slice(0, limit);
  return kinds
    .map(kind => ({ kind, score: scoreOf(kind, words) }))
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        a.kind.kind.length - b.kind.kind.length ||
        (a.kind.kind < b.kind.kind ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ kind }) => kind);
}

/** Every word has to fit somewhere; the sum of the best places. */
function scoreOf(
  { kind, group, resource, model, description = '' }: KindInfo,
  words: readonly string[],
): number {
  const name = kind.toLowerCase();
  const capitals = kind.replace(/[^A-Z]/g, '').toLowerCase();
  let sum = 0;
  for (const word of words) {
    let best = 0;
    if (name === word || resource === word) best = 100;
    else if (name.startsWith(word)) best = 60;
    else if (capitals === word) best = 50;
    else if (name.includes(word)) best = 40;
    else if (group.includes(word) || model.includes(word)) best = 20;
    else if (description.toLowerCase().includes(word)) best = 5;
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}
