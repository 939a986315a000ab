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

import { compare, refKey, refOf } from '../detection/references';
import type { StringMap } from '../detection/labels';
import type { KubeObject, Pod, Workload } from '../model/objects';
import type { ObjectRef } from '../model/results';
import type { NamespaceObjects } from './namespaceObjects';

/** A workload with all of its pods: what a person would restart. */
export interface WorkloadGroup {
  ref: ObjectRef;
  /** Undefined for bare pods and for owners that could not be read. */
  workload?: Workload;
  /** All pods, finished ones too. */
  pods: Pod[];
  /** Labels of the pod template, else of a pod. */
  labels: Readonly<Record<string, string>>;
  annotations: StringMap;
}

/** Labels that controllers add to each pod: they differ between revisions of one workload. */
const GENERATED_LABELS = [
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
];

const LASTING_KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/**
 * Groups pods under their topmost owner: ReplicaSets lead to their Deployment (or to a custom resource), Jobs stay Jobs
 * because their pods come and go with them. Long-running workloads without pods are listed too.
 */
export function workloadGroupsOf(objects: NamespaceObjects): WorkloadGroup[] {
  const byUid = new Map<string, Workload>();
  for (const workload of objects.workloads)
    if (workload.metadata.uid !== undefined)
      byUid.set(workload.metadata.uid, workload);
  const groups = new Map<string, WorkloadGroup>();
  const groupFor = (ref: ObjectRef, workload: Workload | undefined) => {
    const key = refKey(ref);
    let group = groups.get(key);
    if (!group) {
      const template = workload?.spec.template.metadata;
      group = {
        ref,
        workload,
        pods: [],
        labels: template?.labels ?? {},
        annotations: template?.annotations,
      };
      groups.set(key, group);
    }
    return group;
  };
  for (const workload of objects.workloads)
    if (LASTING_KINDS.has(workload.kind)) groupFor(refOf(workload), workload);
  for (const pod of objects.pods) {
    const owner = topOwnerOf(pod, byUid);
    groupFor(owner.ref, owner.workload).pods.push(pod);
  }
  for (const group of groups.values()) {
    group.pods.sort((a, b) => compare(a.metadata.name, b.metadata.name));
    if (!group.workload && group.pods.length > 0) {
      const { labels, annotations } = group.pods[0].metadata;
      group.labels = withoutGenerated(labels);
      group.annotations = annotations;
    }
  }
  return [...groups.values()].sort((a, b) =>
    compare(refKey(a.ref), refKey(b.ref)),
  );
}

function topOwnerOf(
  pod: Pod,
  byUid: ReadonlyMap<string, Workload>,
): { ref: ObjectRef; workload?: Workload } {
  const namespace = pod.metadata.namespace;
  const owner = controllerOf(pod);
  if (!owner) return { ref: refOf(pod) };
  const workload = byUid.get(owner.uid);
  if (workload) {
    const above =
      workload.kind === 'ReplicaSet' ? controllerOf(workload) : undefined;
    if (!above) return { ref: refOf(workload), workload };
    const top = byUid.get(above.uid);
    return top
      ? { ref: refOf(top), workload: top }
      : { ref: { ...named(above), namespace } };
  }
  // ReplicaSets may be left out of an inventory; what a Deployment makes is called after it and the template's hash.
  const hash = pod.metadata.labels?.['pod-template-hash'];
  if (
    owner.kind === 'ReplicaSet' &&
    hash !== undefined &&
    owner.name.endsWith(`-${hash}`)
  )
    return {
      ref: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace,
        name: owner.name.slice(0, -hash.length - 1),
      },
    };
  return { ref: { ...named(owner), namespace } };
}

function controllerOf(object: KubeObject) {
  const owners = object.metadata.ownerReferences;
  return owners?.find(o => o.controller) ?? owners?.[0];
}

function named({ apiVersion, kind, name }: ObjectRef): ObjectRef {
  return { apiVersion, kind, name };
}

function withoutGenerated(labels: StringMap): Record<string, string> {
  const kept = { ...labels };
  for (const key of GENERATED_LABELS) delete kept[key];
  return kept;
}
