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

import type { Component, Relationship } from '../../model/design';
import { isDictionary, textOf } from '../../importers/Importer';
import { endsOf, statusOf } from '../../importers/meshery/readRelationship';
import { mesheryBag, type WrittenGeneration } from './generation';
import { modelReferenceOf, nestedSchemaVersion } from './newComponent';
import { uuidOf } from './uuid';

/** The components of a design by id, and the ids that they have in the file. */
export interface Written {
  components: ReadonlyMap<string, Component>;
  idOf(component: string): string;
}

/** A relationship in a design of Meshery; one that was read from Meshery is what it was, but for what was changed. */
export function writeRelationship(
  relationship: Relationship,
  generation: WrittenGeneration,
  isSameGeneration: boolean,
  written: Written,
): unknown {
  const bag = mesheryBag(relationship);
  if (!bag) return newRelationship(relationship, generation, written);
  const { kind, type, subType, status, from, to, explanation } = relationship;
  const ends = endsOf(bag);
  const isMoved = ends?.from !== from || ends?.to !== to;
  const metadata = isDictionary(bag.metadata) ? bag.metadata : {};
  return {
    ...bag,
    ...(!isSameGeneration && {
      schemaVersion: nestedSchemaVersion('relationships', generation),
    }),
    ...(bag.kind !== kind && { kind }),
    ...((textOf(bag.type) ?? '') !== type && { type }),
    ...((textOf(bag.subType) ?? '') !== subType && { subType }),
    ...(statusOf(bag.status) !== status && { status }),
    ...(textOf(metadata.description) !== explanation &&
      explanation !== undefined && {
        metadata: { ...metadata, description: explanation },
      }),
    ...(isMoved && { selectors: selectorsOf(relationship, written) }),
  };
}

function newRelationship(
  relationship: Relationship,
  generation: WrittenGeneration,
  written: Written,
): unknown {
  const { id, kind, type, subType, status, explanation } = relationship;
  const from = written.components.get(relationship.from);
  return {
    id: uuidOf(id),
    schemaVersion: nestedSchemaVersion('relationships', generation),
    version: 'v1.0.0',
    kind,
    type,
    subType,
    status,
    ...(from && { model: modelReferenceOf(from) }),
    metadata: { description: explanation ?? '' },
    selectors: selectorsOf(relationship, written),
  };
}

function selectorsOf({ from, to }: Relationship, written: Written): unknown[] {
  const end = (id: string) => {
    const component = written.components.get(id);
    return [
      {
        id: written.idOf(id),
        kind: component?.kind ?? '*',
        ...(component && {
          model: { name: modelReferenceOf(component).name },
        }),
      },
    ];
  };
  return [{ allow: { from: end(from), to: end(to) } }];
}
