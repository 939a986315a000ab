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

const NOT_ALLOWED = /[^A-Za-z0-9._:/-]+/g;
const MAX_LENGTH = 240;

/** Gives ids to components: readable, the same for the same objects in the same order, each once. */
export class ComponentIds {
  readonly #given = new Set<string>();

  /** Takes an id that a format brings along; another one if it is taken or not allowed. */
  keep(id: string): string {
    return this.#unique(cleaned(id) || 'component');
  }

  /** An id out of what makes an object unique: `deployment/shop/web`. */
  of(parts: readonly (string | undefined)[]): string {
    const id = cleaned(parts.filter(Boolean).join('/').toLowerCase());
    return this.#unique(id || 'component');
  }

  #unique(wanted: string): string {
    let id = wanted;
    for (let n = 2; this.#given.has(id); n += 1) id = `${wanted}-${n}`;
    this.#given.add(id);
    return id;
  }
}

function cleaned(id: string): string {
  return id
    .replace(NOT_ALLOWED, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, MAX_LENGTH);
}
