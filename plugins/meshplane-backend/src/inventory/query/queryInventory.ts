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

import type {
  CustomResourceDefinition,
  KindId,
  KubeObject,
} from '@meshplane/meshes';
import type {
  InventoryItem,
  InventoryKinds,
  InventoryPage,
} from '@meshplane/plugin-meshplane-common';
import type { InventorySnapshot } from '../Inventory';
import { BUILT_IN_KINDS } from '../kinds';
import { isIndexed } from '../store/ClusterSnapshot';
import { describeObject } from './describeObject';
import {
  matchesLabels,
  parseLabelSelector,
  type LabelRequirement,
} from './labelSelector';

/** What is asked for, as the API's query schema gives it. */
export interface InventoryQueryOptions {
  kind: KindId;
  namespace?: string;
  /** As kubectl takes it. */
  labelSelector?: string;
  /** Text that name, namespace or a label value contains, whatever its case. */
  q?: string;
  limit: number;
  offset: number;
}

/**
 * One page of the objects of a kind, by namespace and name.
 *
 * @throws InputError for a label selector that cannot be parsed
 */
export function queryInventory(
  snapshot: InventorySnapshot,
  { kind, namespace, labelSelector, q, limit, offset }: InventoryQueryOptions,
): InventoryPage {
  const requirements = parseLabelSelector(labelSelector ?? '');
  const text = q?.trim().toLowerCase() ?? '';
  const matching = candidates(snapshot, kind, namespace, requirements).filter(
    object =>
      matchesLabels(object.metadata.labels, requirements) &&
      (text === '' || contains(object, text)),
  );
  return {
    items: matching
      .slice(offset, offset + limit)
      .map(object => itemOf(kind, object)),
    total: matching.length,
    limit,
    offset,
    snapshot: snapshot.info,
  };
}

/** The kinds of a snapshot with their number of objects. */
export function inventoryKinds(snapshot: InventorySnapshot): InventoryKinds {
  const namespaced = new Map(
    BUILT_IN_KINDS.map(spec => [spec.id, spec.namespaced] as const),
  );
  const crds: readonly CustomResourceDefinition[] = snapshot.list(
    'CustomResourceDefinition.apiextensions.k8s.io',
  );
  for (const { spec } of crds) {
    namespaced.set(
      `${spec.names.kind}.${spec.group}`,
      spec.scope === 'Namespaced',
    );
  }
  return {
    items: snapshot.kinds().map(kind => ({
      kind,
      objects: snapshot.count(kind),
      namespaced:
        namespaced.get(kind) ??
        snapshot.list(kind)[0]?.metadata.namespace !== undefined,
    })),
    snapshot: snapshot.info,
  };
}

/** The smallest list at hand that has all matches. */
function candidates(
  snapshot: InventorySnapshot,
  kind: KindId,
  namespace: string | undefined,
  requirements: readonly LabelRequirement[],
): readonly KubeObject[] {
  const equality = requirements.find(
    ({ operator, values }) => operator === 'in' && values.length === 1,
  );
  if (namespace === undefined && equality && isIndexed(snapshot)) {
    return snapshot.withLabel(kind, equality.key, equality.values[0]);
  }
  return snapshot.list(kind, namespace);
}

function contains({ metadata }: KubeObject, text: string): boolean {
  const { name, namespace = '', labels = {} } = metadata;
  return (
    name.toLowerCase().includes(text) ||
    namespace.toLowerCase().includes(text) ||
    Object.values(labels).some(value => value.toLowerCase().includes(text))
  );
}

function itemOf(kind: KindId, object: KubeObject): InventoryItem {
  const { name, namespace, uid, creationTimestamp, labels } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    ...(namespace !== undefined && { namespace }),
    name,
    ...(uid !== undefined && { uid }),
    ...(creationTimestamp !== undefined && { createdAt: creationTimestamp }),
    labels: { ...labels },
    ...describeObject(kind, object),
  };
}
