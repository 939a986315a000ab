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

import type { Relationship } from '../../model/design';
import type { ComponentIds } from '../../objects/ComponentIds';
import { isDictionary, textOf, type Dictionary } from '../Importer';
import { MESHERY_BAG } from './generations';

const KINDS = ['hierarchical', 'edge', 'sibling'] as const;

/** A relationship between two components of the design; undefined if it names none, so that it can only be kept. */
export function readRelationship(
  raw: unknown,
  known: ReadonlySet<string>,
  ids: ComponentIds,
): Relationship | undefined {
  if (!isDictionary(raw)) return undefined;
  const ends = endsOf(raw);
  if (!ends || !known.has(ends.from) || !known.has(ends.to)) return undefined;
  const kind = KINDS.find(one => one === raw.kind);
  if (!kind) return undefined;
  return {
    id: ids.keep(`rel-${textOf(raw.id) ?? `${ends.from}-${ends.to}`}`),
    kind,
    type: textOf(raw.type) ?? '',
    subType: textOf(raw.subType) ?? '',
    ...ends,
    status: statusOf(raw.status),
    origin: 'imported',
    ...descriptionOf(raw),
    patches: [],
    preserved: { [MESHERY_BAG]: raw },
  };
}

/** Meshery says `enabled` and `ignored` of relationships, too. */
export function statusOf(status: unknown): Relationship['status'] {
  return status === 'deleted' || status === 'pending' ? status : 'approved';
}

/** The components that the first selector with two concrete ones connects. */
export function endsOf(
  raw: Dictionary,
): { from: string; to: string } | undefined {
  if (!Array.isArray(raw.selectors)) return undefined;
  for (const selector of raw.selectors) {
    const allow =
      isDictionary(selector) && isDictionary(selector.allow)
        ? selector.allow
        : {};
    const from = firstId(allow.from);
    const to = firstId(allow.to);
    if (from !== undefined && to !== undefined) return { from, to };
  }
  return undefined;
}

function firstId(items: unknown): string | undefined {
  if (!Array.isArray(items)) return undefined;
  const found = items.find(
    item => isDictionary(item) && textOf(item.id) !== undefined,
  );
  return found ? (found as { id: string }).id : undefined;
}

function descriptionOf(raw: Dictionary): Pick<Relationship, 'explanation'> {
  const text = isDictionary(raw.metadata)
    ? textOf(raw.metadata.description)
    : undefined;
  return text === undefined ? {} : { explanation: text };
}
