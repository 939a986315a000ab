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

import type { KubeObject, ObjectReader, Pod } from '@meshplane/meshes';

/** Kind and name of what a person would restart to get the pod anew; the pod itself if nothing owns it. */
export function topOwnerOf(pod: Pod): { kind: string; name: string } {
  const owner = controllerOf(pod);
  if (!owner) return { kind: 'Pod', name: pod.metadata.name };
  // ReplicaSets may be left out of an inventory; what a Deployment makes is called after it and the template's hash.
  const hash = pod.metadata.labels?.['pod-template-hash'];
  if (
    owner.kind === 'ReplicaSet' &&
    hash !== undefined &&
    owner.name.endsWith(`-${hash}`)
  ) {
    return { kind: 'Deployment', name: owner.name.slice(0, -hash.length - 1) };
  }
  return { kind: owner.kind, name: owner.name };
}

/**
 * Pods of a workload that have not ended, by the name of the workload or of a ReplicaSet of it.
 *
 * @param workload - absent: every pod of the namespace
 */
export function podsOf(
  objects: ObjectReader,
  namespace: string,
  workload?: string,
): Pod[] {
  return objects.list('Pod', namespace).filter(pod => {
    if (/^(Succeeded|Failed)$/.test(pod.status?.phase ?? '')) return false;
    if (workload === undefined || topOwnerOf(pod).name === workload)
      return true;
    const owner = controllerOf(pod);
    if (owner?.kind !== 'ReplicaSet') return false;
    if (owner.name === workload) return true;
    const replicaSet = objects.get('ReplicaSet.apps', namespace, owner.name);
    return controllerOf(replicaSet)?.name === workload;
  });
}

function controllerOf(object: KubeObject | undefined) {
  const owners = object?.metadata.ownerReferences;
  return owners?.find(one => one.controller) ?? owners?.[0];
}
