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

import { loadProfileSchema } from '@meshplane/benchmark/model';
import { z } from 'zod';
import { clusterNameSchema, searchTextSchema } from '../common';
import { dnsLabelSchema } from '../operations/request';

/** Id that the backend gives. @public */
export const performanceIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'letters, digits, _ and -');

/** Reference of a catalog entity, `kind:namespace/name`. @public */
export const entityRefSchema = z.string().min(3).max(400);

/** Programs that make the load; `meshplane` is the engine of this project. @public */
export const loadGeneratorSchema = z.enum([
  'meshplane',
  'fortio',
  'nighthawk',
  'wrk2',
  'wrk',
  'k6',
  'vegeta',
]);
/** @public */
export type LoadGenerator = z.infer<typeof loadGeneratorSchema>;

/** Where the load is made. @public */
export const runnerSchema = z.discriminatedUnion('type', [
  /** A process beside the backend. */
  z.object({
    type: z.literal('local'),
    generator: loadGeneratorSchema.default('meshplane'),
  }),
  /** Pods of an indexed Job, which start together. */
  z.object({
    type: z.literal('job'),
    cluster: clusterNameSchema,
    namespace: dnsLabelSchema,
    shards: z.number().int().min(1).max(50).default(1),
    /** The generator's own pods with or without the mesh's proxy: a factor of the measurement. */
    sidecar: z.boolean().default(false),
    generator: z
      .enum(['meshplane', 'fortio', 'nighthawk'])
      .default('meshplane'),
  }),
  /** A TestRun of the k6-operator, where it is installed. */
  z.object({
    type: z.literal('k6-operator'),
    cluster: clusterNameSchema,
    namespace: dnsLabelSchema,
    parallelism: z.number().int().min(1).max(50).default(1),
  }),
]);
/** @public */
export type RunnerChoice = z.output<typeof runnerSchema>;

/** Whether a runner can be used now. @public */
export const runnerOfferSchema = z.object({
  type: z.enum(['local', 'job', 'k6-operator']),
  generator: loadGeneratorSchema,
  /** Absent: beside the backend. */
  cluster: clusterNameSchema.optional(),
  available: z.boolean(),
  /** Version of the program, or why it is not available and what to do. */
  note: z.string(),
});
/** @public */
export const runnerOfferListSchema = z.object({
  items: z.array(runnerOfferSchema),
});
/** @public */
export type RunnerOfferList = z.infer<typeof runnerOfferListSchema>;

/** Workload whose CPU and memory are read while the load runs. @public */
export const measuredWorkloadSchema = z.object({
  cluster: clusterNameSchema,
  namespace: dnsLabelSchema,
  /** Absent: every pod of the namespace. */
  workload: z.string().min(1).max(253).optional(),
});

/** What a profile says beside its load. @public */
export const profileInputSchema = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(4000).default(''),
  /** Component that is measured; its owners may run and edit. */
  entityRef: entityRefSchema.optional(),
  /**
   * The load. Credentials are never written here: a header or cookie may say `${secret:NAME}`, a name of
   * `meshplane.performance.secrets`; a literal one is refused.
   */
  load: loadProfileSchema,
  runner: runnerSchema.default({ type: 'local', generator: 'meshplane' }),
  measured: z.array(measuredWorkloadSchema).max(10).default([]),
  tags: z.array(z.string().min(1).max(50)).max(20).default([]),
  /** Error rate (0 to 1) from which a run stops by itself; that of the configuration unless set. */
  stopAtErrorRate: z.number().min(0).max(1).optional(),
});
/** @public */
export type ProfileInput = z.input<typeof profileInputSchema>;

/** One version of a profile; an edit makes the next one. @public */
export const performanceProfileSchema = profileInputSchema.extend({
  id: performanceIdSchema,
  version: z.number().int().min(1),
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  /** Hidden from lists; its runs stay. */
  archived: z.boolean(),
  /** What the caller may do with it. */
  may: z.object({ edit: z.boolean(), run: z.boolean() }),
});
/** @public */
export type PerformanceProfile = z.infer<typeof performanceProfileSchema>;

/** @public */
export const profileQuerySchema = z.object({
  q: searchTextSchema,
  tag: z.string().max(50).optional(),
  entityRef: entityRefSchema.optional(),
  archived: z.enum(['true', 'false']).default('false'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
/** @public */
export type ProfileQuery = z.input<typeof profileQuerySchema>;

/** @public */
export const profileListSchema = z.object({
  items: z.array(performanceProfileSchema),
  total: z.number().int(),
});
/** @public */
export type ProfileList = z.infer<typeof profileListSchema>;

/** What a load may do and where it may go, as the configuration says. @public */
export const performanceLimitsSchema = z.object({
  /** Off: nothing runs, from no profile and no schedule. */
  enabled: z.boolean(),
  /** Why it is off. */
  message: z.string().optional(),
  /** Whether the caller may switch load off and on; absent where that is not known beforehand. */
  maySwitch: z.boolean().optional(),
  /** Patterns of allowed targets, beside those that catalog entities name. */
  targets: z.array(z.string()),
  maxRate: z.number(),
  maxDurationSeconds: z.number(),
  maxConnections: z.number().int(),
  maxBodyBytes: z.number().int(),
  stopAtErrorRate: z.number(),
  /** Names of secrets that headers may refer to. */
  secrets: z.array(z.string()),
});
/** @public */
export type PerformanceLimits = z.infer<typeof performanceLimitsSchema>;

/** Answer of `POST /performance/profiles/check`. @public */
export const profileCheckSchema = z.object({
  allowed: z.boolean(),
  problems: z.array(
    z.object({ path: z.string().optional(), message: z.string() }),
  ),
});
/** @public */
export type ProfileCheck = z.infer<typeof profileCheckSchema>;
