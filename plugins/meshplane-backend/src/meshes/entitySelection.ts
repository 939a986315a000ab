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

import type { InventorySnapshot } from '../inventory/Inventory';
import type { WorkloadCoverage } from '@meshplane/meshes';
import { matchesLabels, parseLabelSelector } from '../inventory';

const KUBERNETES_ID = 'backstage.io/kubernetes-id';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const NAMESPACE = 'backstage.io/kubernetes-namespace';
const CLUSTER = 'backstage.io/kubernetes-cluster';

type Labels = Readonly<Record<string, string>>;

/** Which workloads belong to an entity of the catalog. */
export interface EntitySelection {
  /** In words, for the page that shows the result. */
  readonly text: string;
  /** Undefined: the entity has no annotation that leads to workloads. */
  readonly matches?: (
    row: WorkloadCoverage,
    snapshot: Pick<InventorySnapshot, 'get'>,
  ) => boolean;
  /** The only cluster to look in, if the entity names one. */
  readonly cluster?: string;
}

/**
 * Reads the annotations with which the Kubernetes plugin finds the objects of an entity, so that both show the same.
 *
 * @throws InputError if the label selector cannot be read
 */
export function selectionOf(annotations: Labels): EntitySelection {
  const id = annotations[KUBERNETES_ID];
  const selector = annotations[SELECTOR];
  const namespace = annotations[NAMESPACE];
  const cluster = annotations[CLUSTER];
  if (!id && !selector)
    return {
      text: `The entity has neither the annotation ${KUBERNETES_ID} nor ${SELECTOR}`,
    };

  const requirements = selector
    ? parseLabelSelector(selector)
    : [{ key: KUBERNETES_ID, operator: 'in' as const, values: [id] }];
  const parts = [
    selector ? `label selector "${selector}"` : `label ${KUBERNETES_ID}=${id}`,
    namespace ? `namespace "${namespace}"` : 'all namespaces',
    cluster ? `cluster "${cluster}"` : 'all clusters',
  ];
  return {
    text: `Workloads with ${parts.join(', ')}`,
    cluster,
    matches: ({ workload, labels }, snapshot) => {
      if (namespace && workload.namespace !== namespace) return false;
      if (matchesLabels(labels, requirements)) return true;
      const own = snapshot.get(
        kindIdOf(workload),
        workload.namespace,
        workload.name,
      )?.metadata.labels;
      return own !== undefined && matchesLabels(own, requirements);
    },
  };
}

function kindIdOf({ apiVersion, kind }: { apiVersion: string; kind: string }) {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? kind : `${kind}.${apiVersion.slice(0, slash)}`;
}
