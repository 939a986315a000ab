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

import type { StepExecutor } from '../../operations/model';
import type { MeshLifecycleDeps } from './deps';
import { ApplyManifestsStep } from './executors/ApplyManifestsStep';
import { DeleteCrdsStep } from './executors/DeleteCrdsStep';
import { DeleteNamespaceStep } from './executors/DeleteNamespaceStep';
import { EnsureNamespaceStep } from './executors/EnsureNamespaceStep';
import { HelmReleaseStep } from './executors/HelmReleaseStep';
import { HelmUninstallStep } from './executors/HelmUninstallStep';
import { RecoverReleaseStep } from './executors/RecoverReleaseStep';
import { RemoveObjectsStep } from './executors/RemoveObjectsStep';
import { VerifyMeshStep } from './executors/VerifyMeshStep';
import { LinkerdIdentityStep } from './linkerd/LinkerdIdentityStep';

export type { MeshLifecycleDeps } from './deps';
export { meshPlanners } from './planning/meshPlanners';

/** Executors of the steps that the planners of meshes use. */
export function meshExecutors(deps: MeshLifecycleDeps): StepExecutor[] {
  return [
    new EnsureNamespaceStep(deps),
    new ApplyManifestsStep(deps),
    new HelmReleaseStep(deps),
    new HelmUninstallStep(deps),
    new RecoverReleaseStep(deps),
    new LinkerdIdentityStep(deps),
    new DeleteCrdsStep(deps),
    new DeleteNamespaceStep(deps),
    new RemoveObjectsStep(deps),
    new VerifyMeshStep(deps),
  ] as StepExecutor[];
}
