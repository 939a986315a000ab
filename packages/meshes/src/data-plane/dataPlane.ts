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

import { compare } from '../detection/references';
import type { MeshInstance, Reason } from '../model/results';
import type { ClassifiedNamespace } from './classify';
import type { CoverageContext } from './CoverageContext';

interface Tally {
  pods: number;
  workloads: number;
  namespaces: Set<string>;
  versions: Map<string, MeshInstance['dataPlane']['versions'][number]>;
}

/**
 * Completes installations with who uses them: pods on the mesh, or proxies of a gateway.
 *
 * @returns new instances; the given ones stay as they are
 */
export function withDataPlanes(
  namespaces: readonly ClassifiedNamespace[],
  context: CoverageContext,
): MeshInstance[] {
  const tallies = new Map<string, Tally>();
  for (const { objects, workloads } of namespaces)
    for (const { facts } of workloads) {
      const inWorkload = new Set<string>();
      for (const { live, memberships, gateways } of facts) {
        if (!live) continue;
        for (const { instance, version, skew } of memberships)
          if (instance) {
            inWorkload.add(instance.id);
            count(tallies, instance.id, objects.name, version, skew);
          }
        for (const { id } of gateways) {
          inWorkload.add(id);
          count(tallies, id, objects.name, undefined, 'unknown');
        }
      }
      for (const id of inWorkload) tallyOf(tallies, id).workloads++;
    }
  return context.meshes.map(mesh => {
    const tally = tallies.get(mesh.id);
    if (!tally) return mesh;
    const versions = [...tally.versions.values()].sort(
      (a, b) => b.pods - a.pods || compare(a.version, b.version),
    );
    return {
      ...mesh,
      reasons: [...mesh.reasons, ...skewReasons(mesh, versions)],
      dataPlane: {
        pods: tally.pods,
        workloads: tally.workloads,
        namespaces: [...tally.namespaces].sort(compare),
        versions,
      },
    };
  });
}

function tallyOf(tallies: Map<string, Tally>, id: string): Tally {
  let tally = tallies.get(id);
  if (!tally) {
    tally = {
      pods: 0,
      workloads: 0,
      namespaces: new Set(),
      versions: new Map(),
    };
    tallies.set(id, tally);
  }
  return tally;
}

function count(
  tallies: Map<string, Tally>,
  id: string,
  namespace: string,
  version: string | undefined,
  skew: MeshInstance['dataPlane']['versions'][number]['skew'],
) {
  const tally = tallyOf(tallies, id);
  tally.pods++;
  tally.namespaces.add(namespace);
  if (version === undefined) return;
  const known = tally.versions.get(version);
  if (known) known.pods++;
  else tally.versions.set(version, { version, pods: 1, skew });
}

function skewReasons(
  mesh: MeshInstance,
  versions: MeshInstance['dataPlane']['versions'],
): Reason[] {
  const pods = (skew: string) =>
    versions.filter(v => v.skew === skew).reduce((sum, v) => sum + v.pods, 0);
  const tooOld = pods('too-old');
  const ahead = pods('ahead');
  const reasons: Reason[] = [];
  if (tooOld > 0)
    reasons.push({
      code: 'proxies-too-old',
      severity: 'warning',
      text: `${tooOld} pods use proxies older than control plane ${mesh.version} supports`,
    });
  if (ahead > 0)
    reasons.push({
      code: 'proxies-ahead',
      severity: 'warning',
      text: `${ahead} pods use proxies newer than control plane ${mesh.version}, which is not supported`,
    });
  return reasons;
}
