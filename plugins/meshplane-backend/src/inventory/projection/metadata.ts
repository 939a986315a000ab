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

import type { ObjectMeta, OwnerReference } from '@meshplane/meshes';
import type { InventoryScope } from '../scope';
import type { Interner } from './Interner';
import {
  booleanOf,
  compact,
  cut,
  numberOf,
  rawObject,
  rawObjects,
  textOf,
  textsOf,
  type Raw,
} from './raw';

/** What all projections share. */
export interface ProjectionContext {
  interner: Interner;
  scope: InventoryScope;
}

const MAX_ANNOTATION_LENGTH = 1024;

/** The fields of `metadata` that are read somewhere; managed fields and foreign annotations are left behind. */
export function projectMetadata(
  raw: Raw,
  { interner, scope }: ProjectionContext,
): ObjectMeta | undefined {
  const metadata = rawObject(raw.metadata);
  const name = textOf(metadata.name);
  if (!name) return undefined;
  return compact<ObjectMeta>({
    name,
    namespace: interner.optionalText(textOf(metadata.namespace)),
    uid: textOf(metadata.uid),
    resourceVersion: textOf(metadata.resourceVersion),
    generation: numberOf(metadata.generation),
    creationTimestamp: interner.optionalText(
      textOf(metadata.creationTimestamp),
    ),
    deletionTimestamp: textOf(metadata.deletionTimestamp),
    labels: interner.optionalStructure(textsOf(metadata.labels)),
    annotations: interner.optionalStructure(
      keptAnnotations(metadata.annotations, scope),
    ),
    ownerReferences: owners(metadata.ownerReferences, interner),
  });
}

/** Annotations that a reader may ask for, long values cut. */
export function keptAnnotations(
  value: unknown,
  scope: InventoryScope,
): Record<string, string> | undefined {
  const kept: Record<string, string> = {};
  let any = false;
  for (const [key, text] of Object.entries(rawObject(value))) {
    if (typeof text === 'string' && scope.keepsAnnotation(key)) {
      kept[key] = cut(text, MAX_ANNOTATION_LENGTH);
      any = true;
    }
  }
  return any ? kept : undefined;
}

function owners(
  value: unknown,
  interner: Interner,
): readonly OwnerReference[] | undefined {
  const references = rawObjects(value).flatMap(owner => {
    const uid = textOf(owner.uid);
    if (!uid) return [];
    return [
      compact<OwnerReference>({
        apiVersion: textOf(owner.apiVersion) ?? '',
        kind: textOf(owner.kind) ?? '',
        name: textOf(owner.name) ?? '',
        uid,
        controller: booleanOf(owner.controller),
      }),
    ];
  });
  return references.length ? interner.structure(references) : undefined;
}
