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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { requestJson } from '../../../clusters/connections/requestJson';
import type { KubeObject } from '../../../manifests/model';

const crdSpecSchema = z.object({
  group: z.string(),
  names: z.object({ plural: z.string() }),
  versions: z.array(z.object({ name: z.string(), served: z.boolean() })),
});

const listSchema = z.object({
  items: z.array(z.unknown()),
  metadata: z.object({
    continue: z.string().optional(),
    remainingItemCount: z.number().int().optional(),
  }),
});

/** Number of objects of a custom resource; 0 when none of its versions is served. */
export async function countInstances(
  connection: ClusterConnection,
  crd: KubeObject,
  signal?: AbortSignal,
): Promise<number> {
  const { group, names, versions } = crdSpecSchema.parse(crd.spec);
  const version = versions.find(({ served }) => served)?.name;
  if (!version) return 0;
  // The server says how many more there are, so that they need not be read.
  const list = await requestJson(
    connection,
    `/apis/${group}/${version}/${names.plural}?limit=1`,
    listSchema,
    { signal },
  );
  return list.items.length + (list.metadata.remainingItemCount ?? 0);
}
