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

import type { Sample } from '@meshplane/plugin-meshplane-common';
import type { OperationPlanner, StepExecutor } from '../../operations/model';
import type { ExecutionDeps, PlanningDeps } from '../workloads/deps';
import { ApplyObjectsExecutor } from './ApplyObjectsExecutor';
import { DeleteObjectsExecutor } from './DeleteObjectsExecutor';
import { InstallSamplePlanner } from './InstallSamplePlanner';
import { RemoveSamplePlanner } from './RemoveSamplePlanner';
import { SampleCatalogue } from './SampleCatalogue';

export { SampleCatalogue } from './SampleCatalogue';

/** Planners of `sample.install` and `sample.remove`. */
export function samplePlanners(
  deps: PlanningDeps & { samples: SampleCatalogue },
): OperationPlanner[] {
  return [new InstallSamplePlanner(deps), new RemoveSamplePlanner(deps)];
}

/** Executors of their steps; those of `workloadExecutors` are needed too. */
export function sampleExecutors(
  deps: Pick<ExecutionDeps, 'manifests' | 'pause'>,
): StepExecutor[] {
  return [new ApplyObjectsExecutor(deps), new DeleteObjectsExecutor(deps)];
}

/** Answer of `GET /samples`. */
export function listSamples(samples: SampleCatalogue): Sample[] {
  return samples.list();
}
