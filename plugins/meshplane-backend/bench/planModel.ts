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

/** Kinds of steps that operations on meshes have. */
export const STEP_TYPES = [
  'ensure-namespace',
  'apply-manifests',
  'helm-release',
  'helm-uninstall',
  'recover-release',
  'linkerd-identity',
  'delete-crds',
  'delete-namespace',
  'remove-objects',
  'verify-mesh',
  'mark-namespace',
  'restart-workloads',
  'ensure-waypoint',
  'verify-coverage',
];

/** What is planned, each as a first installation. */
export const PLANNED: readonly { definition: string; version: string }[] = [
  { definition: 'istio', version: '1.30.3' },
  { definition: 'linkerd', version: '2026.8.3' },
  { definition: 'kuma', version: '2.14.3' },
  { definition: 'consul', version: '2.0.3' },
  { definition: 'envoy-gateway', version: '1.9.0' },
  { definition: 'gateway-api', version: '1.6.1' },
];

/** Milliseconds of one mesh in one process. */
export interface PlanTimes {
  readonly definition: string;
  readonly cold: number;
  readonly warm: readonly number[];
  /** Objects that the plan tells of. */
  readonly objects: number;
}

/** Milliseconds of one operation and of Helm doing the same to the same cluster. */
export interface RunTimes {
  readonly plan: number;
  /** All steps. */
  readonly run: number;
  /** Of `run`: the steps in which Helm works. */
  readonly helmSteps: number;
  /** Of `run`: looking whether it became what it should. */
  readonly verify: number;
  /** The peer. */
  readonly plain: number;
}

/** One round of an installation and an upgrade. */
export interface OverheadRound {
  readonly install: RunTimes;
  readonly upgrade: RunTimes;
}
