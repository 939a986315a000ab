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

import { isDictionary } from '../Importer';

/** Under this name components keep what the import put something else in the place of. */
export const REPLACED_BAG = 'meshery-replaced';

/** What a file said where the import says something else; without `was`, nothing. */
export interface Replaced {
  id?: { was?: unknown };
  configuration?: { was?: unknown };
  metadata?: { was?: unknown };
  name?: { was?: unknown };
}

/** For the bags of a component; nothing if nothing was replaced. */
export function asImported(replaced: Replaced): Record<string, Replaced> {
  return Object.keys(replaced).length > 0 ? { [REPLACED_BAG]: replaced } : {};
}

/** What was replaced in a component, out of its bags. */
export function replacedIn(
  preserved: Readonly<Record<string, unknown>> | undefined,
): Replaced {
  const bag = preserved?.[REPLACED_BAG];
  return isDictionary(bag) ? bag : {};
}
