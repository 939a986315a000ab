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

import {
  classOf,
  GATEWAY_KIND,
  GATEWAY_NAME_LABEL,
} from '../detection/gateways';
import { matchesMarkers } from '../detection/labels';
import type { MeshDefinition } from '../model/definition';
import type { Pod } from '../model/objects';
import type { MeshInstance } from '../model/results';
import type { CoverageContext } from './CoverageContext';
import { proxyContainer } from './proxyContainer';

/**
 * The gateway installations whose proxy a pod is. Several implementations put the same label on their proxies, so where
 * the Gateway is known, its class has the last word.
 */
export function gatewayProxiesOf(
  pod: Pod,
  context: CoverageContext,
): MeshInstance[] {
  return context.gatewayDefinitions.flatMap(definition => {
    const { proxy } = definition;
    const marked =
      proxy.podLabels.some(m => matchesMarkers(m, pod.metadata.labels)) ||
      proxyContainer(pod, proxy) !== undefined;
    if (!marked || !classAgrees(pod, definition, context)) return [];
    const instances = context.instances.get(definition.id) ?? [];
    if (instances.length === 1) return [instances[0]];
    return instances.filter(i => i.namespace === pod.metadata.namespace);
  });
}

function classAgrees(
  pod: Pod,
  definition: MeshDefinition,
  { objects, classOwners }: CoverageContext,
): boolean {
  const name = pod.metadata.labels?.[GATEWAY_NAME_LABEL];
  if (name === undefined) return true;
  const gateway = objects.get(GATEWAY_KIND, pod.metadata.namespace, name);
  const owners = gateway && classOwners.get(classOf(gateway));
  return owners === undefined || owners.includes(definition);
}
