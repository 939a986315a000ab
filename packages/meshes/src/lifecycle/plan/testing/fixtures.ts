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

import { getMeshDefinition } from '../../../definitions';
import type {
  InstalledMesh,
  LifecyclePlan,
  PreflightFacts,
  ReleaseFacts,
} from '../../model';

const NOW = new Date('2026-11-24T00:00:00Z');
export const facts = (more: Partial<PreflightFacts> = {}): PreflightFacts => ({
  now: NOW,
  ...more,
});
export const ids = (plan: LifecyclePlan) => plan.steps.map(({ id }) => id);
export const stepOf = (plan: LifecyclePlan, id: string) =>
  plan.steps.find(step => step.id === id);
export const release = (
  name: string,
  chart: string,
  chartVersion: string,
  namespace = 'istio-system',
): ReleaseFacts => ({
  name,
  namespace,
  chart,
  chartVersion,
  revision: 1,
  status: 'deployed',
});
export const installed = (
  definition: string,
  version: string,
  more: Partial<InstalledMesh> = {},
): InstalledMesh => ({
  id: `${definition}~x`,
  definition,
  tags: [],
  version,
  ...more,
});

export const istio = getMeshDefinition('istio');
export const linkerd = getMeshDefinition('linkerd');
export const consul = getMeshDefinition('consul');
export const ISTIO_RELEASES = [
  release('istio-base', 'base', '1.29.6'),
  release('istiod', 'istiod', '1.29.6'),
];
