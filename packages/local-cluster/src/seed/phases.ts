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

import type { SeedObject } from './expand';

/** The order in which kinds go in, and why each must wait for the one before it. */
export type Phases = {
  /** Kinds must be served before their objects. */
  crds: SeedObject[];
  namespaces: SeedObject[];
  /** Everything that pods or controllers may look for when they start. */
  settings: SeedObject[];
  workloads: SeedObject[];
  /** Last: an injector must not touch pods whose proxy is part of the scenario, nor block their creation. */
  webhooks: SeedObject[];
};

const WORKLOAD_KINDS = new Set([
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Pod',
]);

function phaseOf(kind: string): keyof Phases {
  if (kind === 'CustomResourceDefinition') {
    return 'crds';
  }
  if (kind === 'Namespace') {
    return 'namespaces';
  }
  if (
    kind === 'MutatingWebhookConfiguration' ||
    kind === 'ValidatingWebhookConfiguration'
  ) {
    return 'webhooks';
  }
  return WORKLOAD_KINDS.has(kind) ? 'workloads' : 'settings';
}

/** Sorts the objects of a scenario into the phases of its application. */
export function intoPhases(objects: SeedObject[]): Phases {
  const phases: Phases = {
    crds: [],
    namespaces: [],
    settings: [],
    workloads: [],
    webhooks: [],
  };
  for (const entry of objects) {
    phases[phaseOf(entry.object.kind)].push(entry);
  }
  return phases;
}
