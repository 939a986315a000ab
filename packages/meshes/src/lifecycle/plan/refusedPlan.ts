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
import type { Finding, LifecyclePlan, LifecycleRequest } from '../model';

/** A plan that says why there is none. */
export function refusedPlan(
  { id, displayName }: MeshDefinition,
  { action }: LifecycleRequest,
  findings: Finding[],
  path?: string[],
): LifecyclePlan {
  return {
    action,
    definition: id,
    title: `${action[0].toUpperCase()}${action.slice(1)} ${displayName}`,
    summary:
      findings.map(({ title }) => title).join('. ') ||
      'This cannot be planned.',
    steps: [],
    findings,
    followUps: [],
    ...(path ? { path } : {}),
    estimatedSeconds: 0,
    notes: [],
  };
}
