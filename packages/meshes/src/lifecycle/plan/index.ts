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

import type { MeshDefinition } from '../../model/definition';
import type { LifecyclePlan, LifecycleRequest, PreflightFacts } from '../model';
import { planConfigure } from './planConfigure';
import { planInstall } from './planInstall';
import { planUninstall } from './planUninstall';
import { planUpgrade } from './planUpgrade';

export { planConfigure } from './planConfigure';
export { planInstall, releasesOfInstall } from './planInstall';
export { planUninstall } from './planUninstall';
export { planUpgrade } from './planUpgrade';
export { upgradePath } from './requestFindings';

/**
 * Plans any request.
 *
 * @public
 */
export function planLifecycle(
  definition: MeshDefinition,
  request: LifecycleRequest,
  facts: PreflightFacts,
): LifecyclePlan {
  switch (request.action) {
    case 'install':
      return planInstall(definition, request, facts);
    case 'upgrade':
      return planUpgrade(definition, request, facts);
    case 'uninstall':
      return planUninstall(definition, request, facts);
    default:
      return planConfigure(definition, request, facts);
  }
}
