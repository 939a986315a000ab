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

import type { Component } from '../../model/design';
import { isDictionary, type Dictionary } from '../../importers/Importer';
import { lostParts } from '../deployable';
import type { Exporter } from '../Exporter';
import { slugOf } from '../names';
import { writeYaml } from '../yaml';
import { inKeptOrder, mesheryBag } from './generation';
import { writeService } from './writeService';

/** A pattern of Meshery: a map of services. Relationships have no place in it. */
export const exportMesheryPattern: Exporter = design => {
  const bag = mesheryBag(design) ?? {};
  const isSameGeneration = bag.generation === 'v1alpha2';
  const order = isDictionary(bag.order) ? bag.order : {};
  const head = isSameGeneration && isDictionary(bag.pattern) ? bag.pattern : {};
  const components = inKeptOrder(design.components, order.components);
  const keys = serviceKeys(components);
  const services = Object.fromEntries(
    components.map(component => [
      keys.get(component.id),
      writeService(component, isSameGeneration),
    ]),
  );
  const relationships = design.relationships.length;
  return {
    files: [
      {
        path: `${slugOf(design.name, 'design')}.yaml`,
        content: writeYaml({
          ...head,
          ...(isSameGeneration && bag.name === design.name
            ? {}
            : { name: design.name }),
          services,
        }),
      },
    ],
    warnings: [
      ...lostParts(design, ['parameters', 'environments', 'notes']),
      ...(relationships > 0
        ? [`${relationships} relationships have no place in this format`]
        : []),
    ],
  };
};

/** The keys that services had; components that had none get their ids. */
function serviceKeys(components: readonly Component[]): Map<string, string> {
  const keyOf = (component: Component) => {
    const bag: Dictionary = mesheryBag(component) ?? {};
    return typeof bag.key === 'string' ? bag.key : undefined;
  };
  const taken = new Set(components.map(keyOf));
  return new Map(
    components.map(component => {
      const kept = keyOf(component);
      if (kept !== undefined) return [component.id, kept];
      let key = component.id;
      for (let n = 2; taken.has(key); n += 1) key = `${component.id}-${n}`;
      taken.add(key);
      return [component.id, key];
    }),
  );
}
