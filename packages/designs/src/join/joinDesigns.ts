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

import {
  designSchema,
  type Component,
  type Design,
  type Parameter,
  type Relationship,
} from '../model/design';
import { ComponentIds } from '../objects/ComponentIds';

/**
 * One design of several, such as the files of a folder. Ids that are there twice get a number, and all that leads to them
 * follows; what each file said of itself is kept by its number. Of parameters and environments with one name, the first
 * one stays.
 *
 * @param name - of the whole; a single design keeps its own
 * @public
 */
export function joinDesigns(designs: readonly Design[], name: string): Design {
  if (designs.length === 1) return designs[0];
  const ids = new ComponentIds();
  const parts = designs.map(design => partOf(design, ids));
  const bags = designs.flatMap(({ preserved }, index) =>
    preserved ? [[`part-${index + 1}`, preserved] as const] : [],
  );
  return designSchema.parse({
    name,
    components: parts.flatMap(({ components }) => components),
    relationships: parts.flatMap(({ relationships }) => relationships),
    notes: parts.flatMap(({ notes }) => notes),
    parameters: firstByName(parts.flatMap(({ parameters }) => parameters)),
    environments: firstByName(
      parts.flatMap(({ environments }) => environments),
    ),
    ...(bags.length > 0 && { preserved: Object.fromEntries(bags) }),
  });
}

function partOf(design: Design, ids: ComponentIds): Design {
  const given = new Map(
    design.components.map(({ id }) => [id, ids.keep(id)] as const),
  );
  const to = (id: string) => given.get(id) ?? id;
  return {
    ...design,
    components: design.components.map(
      (one): Component => ({
        ...one,
        id: to(one.id),
      }),
    ),
    relationships: design.relationships.map(
      (one): Relationship => ({
        ...one,
        id: ids.keep(one.id),
        from: to(one.from),
        to: to(one.to),
        patches: one.patches.map(patch => ({
          ...patch,
          component: to(patch.component),
        })),
      }),
    ),
    notes: design.notes.map(({ component, ...note }) => ({
      ...note,
      id: ids.keep(note.id),
      ...(component !== undefined && { component: to(component) }),
    })),
    parameters: design.parameters.map(
      (one): Parameter => ({
        ...one,
        targets: one.targets.map(target => ({
          ...target,
          component: to(target.component),
        })),
      }),
    ),
    environments: design.environments.map(one => ({
      ...one,
      patches: one.patches.map(patch => ({
        ...patch,
        component: to(patch.component),
      })),
      without: one.without.map(to),
    })),
  };
}

function firstByName<T extends { name: string }>(items: readonly T[]): T[] {
  const byName = new Map<string, T>();
  for (const item of items) {
    if (!byName.has(item.name)) byName.set(item.name, item);
  }
  return [...byName.values()];
}
