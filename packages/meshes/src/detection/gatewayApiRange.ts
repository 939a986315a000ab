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

import type { MeshDefinition } from '../model/definition';
import type { ObjectReader } from '../model/ObjectReader';
import type { Reason } from '../model/results';
import { gatewayApiCompatibility } from '../support';
import { CRD_KIND } from './evidence';

/**
 * Whether the installed Gateway API bundle is one that this version of a product works with.
 *
 * @param bundle - version of the bundle; undefined if none is installed
 * @returns nothing where it fits, or where nothing is known
 */
export function gatewayApiReasons(
  definition: MeshDefinition,
  version: string | undefined,
  bundle: string | undefined,
  objects: ObjectReader,
): Reason[] {
  if (bundle === undefined)
    return definition.kind === 'gateway' &&
      definition.detect.gatewayControllers.length > 0 &&
      objects.availability(CRD_KIND) !== 'unknown'
      ? [
          {
            code: 'gateway-api-missing',
            severity: 'warning',
            text: `No Gateway API bundle is installed: ${definition.displayName} serves no Gateways`,
          },
        ]
      : [];
  const { state, text, ignoredKinds } = gatewayApiCompatibility(
    definition,
    version,
    bundle,
  );
  const reasons: Reason[] = [];
  if (state === 'out-of-range')
    reasons.push({ code: 'gateway-api-range', severity: 'warning', text });
  // A kind that nobody uses may be ignored.
  for (const kind of ignoredKinds)
    if (objects.list(`${kind}.gateway.networking.k8s.io`).length > 0)
      reasons.push({
        code: 'gateway-api-kind-ignored',
        severity: 'warning',
        text: `${definition.displayName} ignores every ${kind} without an error: the Gateway API bundle ${bundle} is too old for it`,
      });
  return reasons;
}
