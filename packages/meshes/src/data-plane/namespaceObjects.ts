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

import type { Namespace, Pod, Service, Workload } from '../model/objects';
import type { ObjectReader } from '../model/ObjectReader';

/** What one namespace holds that coverage looks at. Compare it by its parts to know whether a result can be reused. */
export interface NamespaceObjects {
  name: string;
  /** Undefined if namespaces may not be read. */
  namespace?: Namespace;
  pods: Pod[];
  /** Deployments, StatefulSets, DaemonSets, ReplicaSets and Jobs. */
  workloads: Workload[];
  services: Service[];
}

const WORKLOAD_KINDS = [
  'Deployment.apps',
  'StatefulSet.apps',
  'DaemonSet.apps',
  'ReplicaSet.apps',
  'Job.batch',
] as const;

/** Sorts the objects by namespace in one pass over each kind. */
export function namespaceObjectsOf(
  objects: ObjectReader,
): Map<string, NamespaceObjects> {
  const namespaces = new Map<string, NamespaceObjects>();
  const at = (name: string) => {
    let found = namespaces.get(name);
    if (!found) {
      found = { name, pods: [], workloads: [], services: [] };
      namespaces.set(name, found);
    }
    return found;
  };
  for (const namespace of objects.list('Namespace'))
    at(namespace.metadata.name).namespace = namespace;
  for (const pod of objects.list('Pod'))
    at(pod.metadata.namespace ?? '').pods.push(pod);
  for (const kind of WORKLOAD_KINDS)
    for (const workload of objects.list(kind))
      at(workload.metadata.namespace ?? '').workloads.push(workload);
  for (const service of objects.list('Service'))
    at(service.metadata.namespace ?? '').services.push(service);
  return namespaces;
}
