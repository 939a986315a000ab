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

import type { MeshReport, WorkloadCoverage } from '@meshplane/meshes';
import { workloadName } from '../facts/NamespaceFacts';
import type { LiveWorkload } from '../kube/shapes';

/** Codes of findings that a restart puts right. */
export const RESTART_CODES: ReadonlySet<string> = new Set([
  'restart-needed',
  'restart-for-revision',
  'proxy-too-old',
  'proxy-behind',
  'proxy-revision-gone',
]);

/** The coverage of live workloads, by their name. */
export class CoverageLookup {
  readonly #byName = new Map<string, WorkloadCoverage>();

  constructor({ workloads }: Pick<MeshReport, 'workloads'>) {
    for (const coverage of workloads) {
      const { kind, namespace, name } = coverage.workload;
      this.#byName.set(`${kind} ${namespace}/${name}`, coverage);
    }
  }

  of(workload: LiveWorkload): WorkloadCoverage | undefined {
    return this.#byName.get(workloadName(workload));
  }

  /** Why a workload has to be restarted as things are, in the words of the mesh library. */
  restartReason(workload: LiveWorkload): string | undefined {
    return this.of(workload)?.reasons.find(({ code }) =>
      RESTART_CODES.has(code),
    )?.text;
  }

  /** Whether all of its pods are on this mesh, on no other, and nothing asks for a restart. */
  isSettledOn(workload: LiveWorkload, meshId: string): boolean {
    const coverage = this.of(workload);
    return (
      coverage?.state === 'on-mesh' &&
      coverage.meshes.length === 1 &&
      coverage.meshes[0] === meshId &&
      this.restartReason(workload) === undefined
    );
  }

  /** Whether any of its pods is on this mesh. Not known counts as yes: a restart too many does less harm. */
  mayBeOn(workload: LiveWorkload, meshId: string): boolean {
    const coverage = this.of(workload);
    return coverage === undefined || coverage.meshes.includes(meshId);
  }
}
