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

import type { MeshReport, ObjectReader, Pod } from '@meshplane/meshes';
import { gatewayPodsOf } from './gatewayPods';
import type {
  CountedWorkload,
  MeasuredContainer,
  MeasuredSet,
} from './MeasuredSet';
import { containerKey } from './MeasuredSet';
import { podsOf, topOwnerOf } from './podOwner';
import { containersOf } from './roles';

/** More pods make queries that no Prometheus answers in time. */
const MAX_PODS = 500;

/**
 * What is in the path of requests to some workloads of one cluster: their pods, the gateways and waypoints in front of
 * them, the proxies of their nodes, the control planes of their meshes, and their nodes.
 */
export function measuredSetOf(
  objects: ObjectReader,
  report: Pick<MeshReport, 'meshes' | 'workloads'>,
  measured: readonly { namespace: string; workload?: string }[],
): MeasuredSet {
  const notes: string[] = [];
  const pods = new Set<Pod>();
  const workloads: CountedWorkload[] = [];
  for (const { namespace, workload } of measured) {
    const found = podsOf(objects, namespace, workload);
    const what = workload
      ? `workload "${workload}" of namespace "${namespace}"`
      : `namespace "${namespace}"`;
    if (found.length === 0) {
      notes.push(
        objects.availability('Pod') === 'synced'
          ? `There are no pods of ${what}.`
          : `The pods of ${what} are not known, because the inventory has not read them.`,
      );
    }
    found.forEach(pod => pods.add(pod));
    const owner = workload && found.length > 0 && topOwnerOf(found[0]);
    workloads.push({
      namespace,
      ...(workload && { workload }),
      ...(owner && { kind: owner.kind.toLowerCase() }),
    });
  }
  if (pods.size > MAX_PODS) {
    notes.push(
      `Only ${MAX_PODS} of ${pods.size} pods are read; name workloads to read all of theirs.`,
    );
  }
  const chosen = [...pods].slice(0, MAX_PODS);
  const nodes = new Set(chosen.flatMap(({ spec }) => spec.nodeName ?? []));
  const meshIds = new Set(
    report.workloads
      .filter(({ workload }) =>
        measured.some(
          one =>
            one.namespace === workload.namespace &&
            (one.workload === undefined || one.workload === workload.name),
        ),
      )
      .flatMap(({ meshes }) => meshes),
  );
  const meshes = report.meshes.filter(({ id }) => meshIds.has(id));
  const gateways = gatewayPodsOf(
    objects,
    new Set(measured.map(({ namespace }) => namespace)),
  );
  const containers = new Map<string, MeasuredContainer>();
  const add = (list: readonly MeasuredContainer[]) => {
    for (const one of list) {
      const key = containerKey(one);
      if (!containers.has(key)) containers.set(key, one);
    }
  };
  chosen.forEach(pod => add(containersOf(pod)));
  gateways.forEach(pod => add(containersOf(pod)));
  for (const { object, role } of meshes.flatMap(one => one.components)) {
    const own = podsOf(objects, object.namespace ?? '', object.name);
    if (role === 'control-plane') {
      own.forEach(pod => add(containersOf(pod, 'control-plane')));
    }
    // A node proxy carries the requests of the pods of its own node only.
    if (role === 'data-plane' && object.kind === 'DaemonSet') {
      own
        .filter(({ spec }) => spec.nodeName && nodes.has(spec.nodeName))
        .forEach(pod => add(containersOf(pod, 'ztunnel')));
    }
  }
  return {
    containers: [...containers.values()],
    nodes: [...nodes].sort(),
    workloads,
    meshes: [...new Set(meshes.map(({ definition }) => definition))],
    notes,
  };
}
