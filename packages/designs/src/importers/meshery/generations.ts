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
import type { TextDocument } from '../../text/readDocuments';

/** Under this name components, relationships and designs keep what Meshery's formats say beside this model. */
export const MESHERY_BAG = 'meshery';

/** Generations of Meshery's design format; `v1beta2` was never written by a server, yet templates of it are published. */
export const designGenerations = ['v1beta1', 'v1beta2', 'v1beta3'] as const;
export type DesignGeneration = (typeof designGenerations)[number];

const SCHEMA = /^designs\.meshery\.io\/(v1beta[123])$/;

/** The generation of a design; undefined if the document is none. */
export function generationOf({
  value,
}: TextDocument): DesignGeneration | undefined {
  if (!isDictionary(value) || typeof value.schemaVersion !== 'string')
    return undefined;
  const stated = SCHEMA.exec(value.schemaVersion)?.[1];
  if (stated) return stated as DesignGeneration;
  // Templates of the first generation leave the version out.
  return value.schemaVersion === '' && 'components' in value && 'name' in value
    ? 'v1beta1'
    : undefined;
}

/** The components of a design: a list, or `{ items: … }` with one of them in generated templates. */
export function componentsOf(design: Dictionary): unknown[] | undefined {
  return listOf(design.components);
}

export function relationshipsOf(design: Dictionary): unknown[] {
  return listOf(design.relationships) ?? [];
}

function listOf(value: unknown): unknown[] | undefined {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  if (isDictionary(value) && isDictionary(value.items)) return [value.items];
  return undefined;
}
