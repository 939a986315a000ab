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

import { designSchema, type Component } from '../../model/design';
import { ComponentIds } from '../../objects/ComponentIds';
import { nameOr } from '../designName';
import { isDictionary, type Dictionary, type Importer } from '../Importer';
import {
  componentsOf,
  designGenerations,
  generationOf,
  MESHERY_BAG,
  relationshipsOf,
  type DesignGeneration,
} from './generations';
import { readComponent } from './readComponent';
import { readRelationship } from './readRelationship';

/** Designs of Meshery, one importer per generation, so that each is written again as what it was. */
export const mesheryDesignImporters: readonly Importer[] =
  designGenerations.map(importerOf);

function importerOf(generation: DesignGeneration): Importer {
  return {
    format: `meshery-design-${generation}`,
    recognises: ({ documents }) =>
      documents.length === 1 && generationOf(documents[0]) === generation,
    read(source, log) {
      const [document] = source.documents;
      const raw = document.value as Dictionary;
      const rawComponents = componentsOf(raw);
      if (!rawComponents) {
        log.error({
          line: document.lineOf(['components']),
          path: 'components',
          message: '"components" of a design is a list',
        });
        return undefined;
      }
      log.found(rawComponents.length);
      const ids = new ComponentIds();
      const components = rawComponents
        .map((one, index) =>
          readComponent(one, document, ['components', index], { ids, log }),
        )
        .filter((one): one is Component => one !== undefined);
      if (log.failed) return undefined;
      if (components.length === 0) {
        log.error({
          line: document.line,
          message: 'The design has no components',
        });
        return undefined;
      }
      const known = new Set(components.map(({ id }) => id));
      const loose: unknown[] = [];
      const order: (string | number)[] = [];
      const relationships = relationshipsOf(raw).flatMap(one => {
        const read = readRelationship(one, known, ids);
        order.push(read?.id ?? loose.length);
        if (!read) loose.push(one);
        return read ? [read] : [];
      });
      const {
        components: _components,
        relationships: _relationships,
        ...rest
      } = raw;
      log.preserved(Object.keys(rest).length + loose.length);
      const name = nameOr(raw.name, source);
      return designSchema.parse({
        name,
        components,
        relationships,
        preserved: {
          [MESHERY_BAG]: {
            generation,
            design: rest,
            order: {
              components: components.map(({ id }) => id),
              relationships: order,
            },
            ...(loose.length > 0 && { relationships: loose }),
            ...listShapes(raw),
            ...(name !== raw.name && { name }),
          },
        },
      });
    },
  };
}

/** Generated templates hold one item instead of a list, and files without relationships say so in three ways. */
function listShapes({ components, relationships }: Dictionary) {
  const shapes = {
    ...(!Array.isArray(components) && { components: 'items' }),
    ...(!Array.isArray(relationships) && {
      relationships: isDictionary(relationships)
        ? 'items'
        : relationships ?? (relationships === null ? null : 'absent'),
    }),
  };
  return Object.keys(shapes).length > 0 && { shapes };
}
