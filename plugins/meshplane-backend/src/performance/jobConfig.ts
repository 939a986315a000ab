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

import { z } from 'zod';

const quantity = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine(text => /^\d+(\.\d+)?(m|[KMGT]i?)?$/.test(text), {
    error: 'a quantity of Kubernetes such as "500m", "2" or "512Mi"',
  });

/** An image is named with a tag or digest, so that results of different times come from the same program. */
const image = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[0-9a-f]{64})$/,
    'an image with a tag or digest, such as "registry.example.com/meshplane/load-generator:1.0"',
  );

const tolerationSchema = z.object({
  key: z.string().optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
});

/** Shape of `meshplane.performance.jobs`: load that is made by pods. */
export const jobsSectionSchema = z.object({
  fortioImage: image.optional(),
  nighthawkImage: image.optional(),
  k6Image: image.optional(),
  cpu: quantity.optional(),
  memory: quantity.optional(),
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z.array(tolerationSchema).optional(),
  imagePullSecrets: z.array(z.string().min(1)).optional(),
});
export const generatorImageSchema = image;

/** How load is made by pods. */
export interface JobSettings {
  /** Image of the engine of this project; absent: it cannot be used. */
  image?: string;
  fortioImage?: string;
  nighthawkImage?: string;
  /** Absent: the one that the operator uses. */
  k6Image?: string;
  /** Of each pod; absent: one core per thread and a half for the rest. */
  cpu?: string;
  memory: string;
  nodeSelector?: Record<string, string>;
  tolerations?: z.infer<typeof tolerationSchema>[];
  imagePullSecrets?: string[];
  /** How long pods may take until all of them are ready to start. */
  startTimeoutMs: number;
}

/** Fills in the defaults. */
export function jobSettings(
  generatorImage: string | undefined,
  jobs: z.infer<typeof jobsSectionSchema> | undefined,
  startTimeoutMs: number,
): JobSettings {
  return {
    ...jobs,
    image: generatorImage,
    memory: jobs?.memory ?? '512Mi',
    startTimeoutMs,
  };
}
