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

import type { Design } from '../../model/design';
import { isDictionary, type Dictionary } from '../../importers/Importer';
import { lostParts } from '../deployable';
import type { ExportedDesign, ExportOptions } from '../Exporter';
import { slugOf } from '../names';
import { writeYaml } from '../yaml';
import { inKeptOrder, mesheryBag, type WrittenGeneration } from './generation';
import { uuidOf } from './uuid';
import { writeComponent } from './writeComponent';
import { writeRelationship, type Written } from './writeRelationship';

/**
 * A design of Meshery. One that was read from the same generation comes back as it was, in its order; from elsewhere, or
 * from another generation, all that the schema asks for is filled in.
 */
export function exportMesheryDesign(
  generation: WrittenGeneration,
  design: Design,
  { version = 'v0.0.1' }: ExportOptions,
): ExportedDesign {
  const bag = mesheryBag(design) ?? {};
  const isSameGeneration = bag.generation === generation;
  const order = isDictionary(bag.order) ? bag.order : {};
  const referred = referredComponents(design);
  const written = inKeptOrder(design.components, order.components).map(
    component => ({
      component,
      raw: writeComponent(
        component,
        generation,
        isSameGeneration,
        referred.has(component.id),
      ),
    }),
  );
  const components = written.map(({ raw }) => raw);
  const ids = new Map(
    written.map(({ component, raw }) => [component.id, raw.id]),
  );
  const relationships = relationshipsOf(
    design,
    generation,
    isSameGeneration,
    bag,
    {
      components: new Map(design.components.map(one => [one.id, one])),
      idOf: id => String(ids.get(id) ?? uuidOf(id)),
    },
  );
  const shapes = isSameGeneration && isDictionary(bag.shapes) ? bag.shapes : {};
  return {
    files: [
      {
        path: `${slugOf(design.name, 'design')}.yaml`,
        content: writeYaml({
          ...(isSameGeneration
            ? headOf(design, bag)
            : {
                id: uuidOf(`design:${design.name}`),
                name: design.name,
                schemaVersion: `designs.meshery.io/${generation}`,
                version,
              }),
          components: inShape(components, shapes.components),
          ...relationshipsIn(relationships, shapes),
        }),
      },
    ],
    warnings: [
      ...lostParts(design, ['parameters', 'environments', 'notes']),
      ...foreignBags(design, generation, isSameGeneration),
    ],
  };
}

/** Everything of the file beside its lists; the name only where it was changed. */
function headOf({ name }: Design, bag: Dictionary): Dictionary {
  const head = isDictionary(bag.design) ? bag.design : {};
  return bag.name === name ? head : { ...head, name };
}

/** In the order of the file, with those among them that connect nothing of the design. */
function relationshipsOf(
  design: Design,
  generation: WrittenGeneration,
  isSameGeneration: boolean,
  bag: Dictionary,
  written: Written,
): unknown[] {
  const loose = Array.isArray(bag.relationships) ? bag.relationships : [];
  const order = isDictionary(bag.order) ? bag.order.relationships : undefined;
  const kept: unknown[] = Array.isArray(order) ? order : [];
  const write = (relationship: Design['relationships'][number]) =>
    writeRelationship(relationship, generation, isSameGeneration, written);
  const byId = new Map(design.relationships.map(one => [one.id, one]));
  const known = new Set(kept);
  return [
    ...kept.flatMap(one => {
      if (typeof one === 'number') return one in loose ? [loose[one]] : [];
      const relationship = byId.get(String(one));
      return relationship ? [write(relationship)] : [];
    }),
    ...inKeptOrder(
      design.relationships.filter(({ id }) => !known.has(id)),
      [],
    ).map(write),
  ];
}

/** Components that a relationship leads to which is written anew, so that it needs their ids. */
function referredComponents({ relationships }: Design): Set<string> {
  return new Set(
    relationships
      .filter(one => !mesheryBag(one))
      .flatMap(({ from, to }) => [from, to]),
  );
}

function inShape(list: readonly unknown[], shape: unknown): unknown {
  return shape === 'items' && list.length === 1 ? { items: list[0] } : list;
}

function relationshipsIn(
  list: readonly unknown[],
  { relationships: shape }: Dictionary,
): Dictionary {
  if (list.length > 0 || shape === undefined || shape === 'items') {
    return { relationships: inShape(list, shape) };
  }
  return shape === 'absent' ? {} : { relationships: shape };
}

/** Designs are taken on to v1beta3 with all that they carry; patterns, and the way back, lose what is Meshery's own. */
function foreignBags(
  design: Design,
  generation: WrittenGeneration,
  isSameGeneration: boolean,
): string[] {
  const lost = design.components.filter(one => {
    const bag = mesheryBag(one);
    return bag && (generation === 'v1beta1' || !isDictionary(bag.component));
  }).length;
  return isSameGeneration || lost === 0
    ? []
    : [
        `${lost} components carry fields of another format of Meshery, which are not written`,
      ];
}
