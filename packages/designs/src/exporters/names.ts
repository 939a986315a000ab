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

import { nameOf } from '../objects/kubernetesObject';
import type { Component } from '../model/design';

/** A text as a name that file systems, charts and objects of Kubernetes take. */
export function slugOf(text: string, fallback: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 53)
    .replace(/-+$/, '');
  return slug || fallback;
}

/** A file for each component, by kind and name; no two are the same. */
export function fileNames(
  components: readonly Component[],
): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    components.map(component => {
      const { kind, configuration, id } = component;
      const wanted = slugOf(
        [kind, nameOf(configuration).name ?? id].join('-'),
        'object',
      );
      let file = wanted;
      for (let n = 2; taken.has(file); n += 1) file = `${wanted}-${n}`;
      taken.add(file);
      return [id, `${file}.yaml`];
    }),
  );
}
