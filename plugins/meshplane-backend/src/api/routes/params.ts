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

import { clusterNameSchema } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';

const nameSchema = z.string().min(1).max(300);

/** Parameters of `/clusters/{cluster}/…`. */
export const clusterParams = z.object({ cluster: clusterNameSchema });

/** Parameters of `/clusters/{cluster}/meshes/{mesh}`. */
export const meshParams = clusterParams.extend({ mesh: nameSchema });

/** Parameters of `/entities/{kind}/{namespace}/{name}/…`. */
export const entityParams = z.object({
  kind: nameSchema,
  namespace: nameSchema,
  name: nameSchema,
});

/** Parameters of `/operations/{operation}/…`. */
export const operationParams = z.object({
  operation: z
    .string()
    .regex(/^[0-9a-f-]{36}$/, 'the id of an operation, a UUID'),
});

/** Parameters of `/lifecycle/{definition}/…`. */
export const definitionParams = z.object({ definition: nameSchema });
