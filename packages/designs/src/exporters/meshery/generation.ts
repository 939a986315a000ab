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

import { isDictionary, type Dictionary } from '../../importers/Importer';
import { MESHERY_BAG } from '../../importers/meshery/generations';

/** Generations of Meshery's design that are written. */
export type WrittenGeneration = 'v1beta1' | 'v1beta3';

/** What an import from Meshery kept with a design, component or relationship. */
export function mesheryBag({
  preserved,
}: {
  preserved?: Readonly<Record<string, unknown>>;
}): Dictionary | undefined {
  const bag = preserved?.[MESHERY_BAG];
  return isDictionary(bag) ? bag : undefined;
}

/** Items in the order that was kept, and behind them, by id, those that came later. */
export function inKeptOrder<T extends { id: string }>(
  items: readonly T[],
  kept: unknown,
): T[] {
  const places = new Map<unknown, number>(
    (Array.isArray(kept) ? kept : []).map((id, index) => [id, index]),
  );
  const placeOf = ({ id }: T) => places.get(id) ?? places.size;
  return [...items].sort(
    (a, b) =>
      placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
}
