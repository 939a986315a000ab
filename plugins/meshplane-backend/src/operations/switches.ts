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

import type { OperationKind } from '@meshplane/plugin-meshplane-common';
import type { OperationRecord } from '../database/operations/records';

/** What operations may change in clusters: the keys of `meshplane.features` by which an operator switches it off. */
export interface OperationSwitches {
  /** Install, upgrade, configure and remove meshes; recover Helm releases. */
  readonly lifecycle: boolean;
  /** Bring namespaces and workloads onto a mesh and off it, restart workloads, sample applications. */
  readonly workloads: boolean;
}

const NEEDED: Record<OperationKind, readonly (keyof OperationSwitches)[]> = {
  'mesh.install': ['lifecycle'],
  'mesh.upgrade': ['lifecycle'],
  'mesh.uninstall': ['lifecycle'],
  'mesh.configure': ['lifecycle'],
  'mesh.migrate': ['lifecycle', 'workloads'],
  'release.recover': ['lifecycle'],
  'workload.onboard': ['workloads'],
  'workload.offboard': ['workloads'],
  'workload.restart': ['workloads'],
  'sample.install': ['workloads'],
  'sample.remove': ['workloads'],
};

/**
 * Why an operation may not change anything here. Operations that only write files (delivery `gitops`) change no cluster
 * and stay possible.
 *
 * @returns a sentence that names the keys to set; undefined if nothing is switched off
 */
export function switchedOff(
  {
    kind,
    delivery,
    input,
  }: Pick<OperationRecord, 'kind' | 'delivery' | 'input'>,
  switches: OperationSwitches,
): string | undefined {
  if (delivery === 'gitops') return undefined;
  const off = NEEDED[kind].filter(name => !switches[name]);
  if (off.length > 0)
    return `Operations of the kind "${kind}" that change clusters are switched off in this portal: set ${off
      .map(keyOf)
      .join(' and ')} to true to allow them`;
  // An upgrade restarts the workloads of others only where it is told to.
  return kind === 'mesh.upgrade' && input.restart && !switches.workloads
    ? `An upgrade that restarts workloads is switched off in this portal: upgrade without the restart (field "input.restart"), or set ${keyOf(
        'workloads',
      )} to true`
    : undefined;
}

function keyOf(name: keyof OperationSwitches) {
  return `"meshplane.features.${name}"`;
}
