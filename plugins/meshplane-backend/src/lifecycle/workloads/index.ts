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

import type { OperationPlanner, StepExecutor } from '../../operations/model';
import type { ExecutionDeps, PlanningDeps } from './deps';
import { EnsureWaypointExecutor } from './execution/ensureWaypoint';
import { MarkNamespaceExecutor } from './execution/markNamespace';
import { RestartWorkloadsExecutor } from './execution/restartWorkloads';
import { VerifyCoverageExecutor } from './execution/verifyCoverage';
import { OffboardPlanner } from './planning/OffboardPlanner';
import { OnboardPlanner } from './planning/OnboardPlanner';
import { RestartPlanner } from './planning/RestartPlanner';

export type { ExecutionDeps, PlanningDeps, Reports } from './deps';

/** Planners of `workload.onboard`, `workload.offboard` and `workload.restart`. */
export function workloadPlanners(deps: PlanningDeps): OperationPlanner[] {
  return [
    new OnboardPlanner(deps),
    new OffboardPlanner(deps),
    new RestartPlanner(deps),
  ];
}

/** Executors of the steps that these planners, migrations and samples use. */
export function workloadExecutors(deps: ExecutionDeps): StepExecutor[] {
  return [
    new MarkNamespaceExecutor(deps),
    new RestartWorkloadsExecutor(deps),
    new EnsureWaypointExecutor(deps),
    new VerifyCoverageExecutor(deps),
  ];
}
