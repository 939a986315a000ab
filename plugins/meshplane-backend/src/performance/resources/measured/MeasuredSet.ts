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

import type { ResourceUse } from '@meshplane/plugin-meshplane-common';

export type ResourceRole = ResourceUse['role'];

/** A container whose use is read, and the part that it plays. */
export interface MeasuredContainer {
  readonly role: ResourceRole;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly node?: string;
}

/** A workload as a mesh counts its requests. */
export interface CountedWorkload {
  readonly namespace: string;
  /** Absent: all of the namespace. */
  readonly workload?: string;
  /** In small letters, as Linkerd's label is called: `deployment`; absent where no pod is there. */
  readonly kind?: string;
}

/** Everything in one cluster whose use is read for a run. */
export interface MeasuredSet {
  readonly containers: readonly MeasuredContainer[];
  /** Names of the nodes on which measured workloads run. */
  readonly nodes: readonly string[];
  readonly workloads: readonly CountedWorkload[];
  /** Ids of the definitions of the meshes in the path. */
  readonly meshes: readonly string[];
  /** What could not be found, in sentences. */
  readonly notes: readonly string[];
}

/** Names a container within a cluster. */
export function containerKey(container: {
  namespace?: string;
  pod?: string;
  container?: string;
}): string {
  return `${container.namespace}/${container.pod}/${container.container}`;
}

/** Both sets together: pods come and go while a run goes on. */
export function unionOf(a: MeasuredSet, b: MeasuredSet): MeasuredSet {
  const containers = new Map<string, MeasuredContainer>();
  for (const one of [...a.containers, ...b.containers]) {
    containers.set(containerKey(one), one);
  }
  return {
    containers: [...containers.values()],
    nodes: [...new Set([...a.nodes, ...b.nodes])],
    workloads: b.workloads,
    meshes: [...new Set([...a.meshes, ...b.meshes])],
    notes: [...new Set([...a.notes, ...b.notes])],
  };
}
