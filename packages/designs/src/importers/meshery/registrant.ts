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

import { isDictionary, type Dictionary } from '../Importer';

/**
 * A copy of a model without what its registrant carries beside its name: published designs hold the addresses and client
 * keys of clusters there.
 *
 * @returns the copy, and how many values were left out
 */
export function withoutAccessData(model: unknown): {
  model: unknown;
  stripped: number;
} {
  if (!isDictionary(model) || !isDictionary(model.registrant))
    return { model, stripped: 0 };
  const { metadata, ...registrant } = model.registrant as Dictionary;
  return {
    model: { ...model, registrant },
    stripped: countLeaves(metadata),
  };
}

function countLeaves(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'object') return 1;
  return Object.values(value).reduce(
    (sum: number, one) => sum + countLeaves(one),
    0,
  );
}
