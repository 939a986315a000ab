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
import type { MeshInstance, Reason } from '../model/results';
import { refKey, refOf } from './references';
import { webhookComponent } from './webhookHealth';
import { findWebhooks } from './webhooks';

/**
 * Webhooks of products that are not installed (any more). They are no installation, but an injector that may not be
 * skipped and has nobody behind it refuses every new pod, so it must not go unseen.
 */
export function leftoverReasons(
  objects: ObjectReader,
  definitions: readonly MeshDefinition[],
  meshes: readonly MeshInstance[],
): Reason[] {
  const known = new Set(
    meshes.flatMap(m => m.components.map(c => refKey(c.object))),
  );
  const seen = new Set<string>();
  return findWebhooks(objects, definitions).flatMap(
    ({ configuration, definition }) => {
      const key = refKey(refOf(configuration));
      if (known.has(key) || seen.has(key)) return [];
      seen.add(key);
      const { reasons } = webhookComponent(configuration, objects);
      return reasons
        .filter(r => r.severity === 'error')
        .map(reason => ({
          ...reason,
          code: `leftover-${reason.code}`,
          text: `Left over from ${definition.displayName}: ${reason.text}`,
        }));
    },
  );
}
