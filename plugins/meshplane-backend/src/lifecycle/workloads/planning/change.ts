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

import type { RestartTarget } from '../execution/restartParams';
import { exhaustedBudgets } from '../checks/workloadChecks';
import { obstacleOf } from '../execution/rollOut';
import type { NamespaceFacts } from '../facts/NamespaceFacts';
import { wantedPods } from '../facts/rollout';
import type { LiveWorkload } from '../kube/shapes';
import { isEmpty, missingMarks, type Marks } from '../marks/marks';

/** What is to happen in a namespace. */
export interface WorkloadChange {
  /** Only what the namespace lacks. */
  readonly namespaceMarks: Marks;
  /** Marks that pod templates lack, by workload. */
  readonly templates: ReadonlyMap<LiveWorkload, Marks>;
  /** Workloads whose pods are made new, each with the reason. A changed template is always among them. */
  readonly restarts: ReadonlyMap<LiveWorkload, string>;
}

/**
 * Puts a change together from what is wanted.
 *
 * @param wanted.restarts - reasons for a restart, beside changed templates
 */
export function changeOf(
  { namespace }: NamespaceFacts,
  wanted: {
    namespaceMarks: Marks;
    templates?: ReadonlyMap<LiveWorkload, Marks>;
    restarts?: ReadonlyMap<LiveWorkload, string>;
  },
): WorkloadChange {
  const templates = new Map<LiveWorkload, Marks>();
  for (const [workload, marks] of wanted.templates ?? []) {
    const missing = missingMarks(workload.spec.template.metadata, marks);
    if (!isEmpty(missing)) templates.set(workload, missing);
  }
  const restarts = new Map<LiveWorkload, string>();
  for (const workload of templates.keys()) {
    restarts.set(workload, 'its pod template changes');
  }
  for (const [workload, reason] of wanted.restarts ?? []) {
    if (!restarts.has(workload)) restarts.set(workload, reason);
  }
  return {
    namespaceMarks: missingMarks(namespace.metadata, wanted.namespaceMarks),
    templates,
    restarts,
  };
}

/** Those that a restart can reach at all. */
export function restartable(
  workloads: readonly LiveWorkload[],
): LiveWorkload[] {
  return workloads.filter(
    workload => wantedPods(workload) > 0 && !obstacleOf(workload),
  );
}

/** Parameters of the restart, by workload. */
export function restartTargets(
  { templates, restarts }: WorkloadChange,
  { budgets }: NamespaceFacts,
): RestartTarget[] {
  return [...restarts.keys()].map(workload => ({
    kind: workload.kind,
    name: workload.metadata.name,
    ...(templates.has(workload) && { marks: templates.get(workload) }),
    exhaustedBudgets: exhaustedBudgets(workload, budgets).map(
      ({ metadata }) => metadata.name,
    ),
  }));
}

export function nothingChanges(change: WorkloadChange): boolean {
  return isEmpty(change.namespaceMarks) && change.restarts.size === 0;
}
