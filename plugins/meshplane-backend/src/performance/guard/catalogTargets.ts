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

import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { type Target, targetOf } from './TargetPattern';

/** Annotation of the entity that is measured: the URL to which load may be sent. */
export const TARGET_ANNOTATION = 'meshplane.io/performance-target';

/** Reads which target a catalog entity allows. */
export type CatalogTargetReader = (entityRef: string) => Promise<
  /** Allowed, or why there is nothing. */
  { target: Target } | { nothing: string }
>;

/** Reads it from the annotation {@link TARGET_ANNOTATION}: host and port of its URL, nothing else. */
export function catalogTargetReader(options: {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
}): CatalogTargetReader {
  return async entityRef => {
    const entity = await options.catalog.getEntityByRef(entityRef, {
      credentials: await options.auth.getOwnServiceCredentials(),
    });
    if (!entity) return { nothing: `The catalog has no entity "${entityRef}"` };
    const text = entity.metadata.annotations?.[TARGET_ANNOTATION]?.trim();
    if (!text)
      return {
        nothing: `The entity "${entityRef}" has no annotation "${TARGET_ANNOTATION}"`,
      };
    try {
      const target = targetOf(text);
      if (/^(https?|grpcs?)$/.test(target.scheme) && target.host)
        return { target };
    } catch {
      // Said below.
    }
    return {
      nothing: `The annotation "${TARGET_ANNOTATION}" of "${entityRef}" is "${text}", which is not an address such as "https://shop.example.com"`,
    };
  };
}
