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

import type { ObjectReader } from '@meshplane/meshes';
import { z } from 'zod';

const KIND = 'GatewayClass.gateway.networking.k8s.io';

/** Controllers of classes that serve the mesh itself and not what comes from outside. */
const INNER = new Set([
  'istio.io/mesh-controller',
  'istio.io/unmanaged-gateway',
  'istio.io/eastwest-controller',
]);

const classSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({ controllerName: z.string() }),
  status: z.looseObject({
    conditions: z.array(
      z.looseObject({ type: z.string(), status: z.string() }),
    ),
  }),
});

/** A class for a Gateway at the edge of a cluster: the first that is accepted, by name; undefined if there is none. */
export function gatewayClassOf(
  objects: Pick<ObjectReader, 'list'>,
): string | undefined {
  return objects
    .list(KIND)
    .flatMap(object => {
      const parsed = classSchema.safeParse(object);
      if (!parsed.success || INNER.has(parsed.data.spec.controllerName)) {
        return [];
      }
      const accepted = parsed.data.status.conditions.some(
        ({ type, status }) => type === 'Accepted' && status === 'True',
      );
      return accepted ? [parsed.data.metadata.name] : [];
    })
    .sort()[0];
}
