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
import { operationRequestSchema } from '../operations/request';
import { comparisonSchema } from './comparison';
import {
  measuredWorkloadSchema,
  performanceIdSchema,
  profileInputSchema,
} from './profile';
import { runSummarySchema } from './run';

/** One side of an experiment: the same load, with something else about the target. @public */
export const experimentArmSchema = z.object({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/,
      'letters, digits, blank and ._-',
    ),
  /** Sent there instead; scheme, host and port of every endpoint are replaced. */
  baseUrl: z.url({ protocol: /^(https?|grpcs?)$/ }).optional(),
  headers: z.record(z.string(), z.string()).default({}),
  /** Whose resources are read; those of the profile unless set. */
  measured: z.array(measuredWorkloadSchema).max(10).optional(),
  /** Operation before a block of runs of this side, such as onboarding the namespace. */
  setUp: operationRequestSchema.optional(),
  /** Operation that takes `setUp` back; runs in any case, after failures too. */
  restore: operationRequestSchema.optional(),
  /** What is switched on in this side, for the index: `mtls`, `retries`, a filter's name. */
  features: z.array(z.string().min(1).max(60)).max(30).default([]),
});
/** @public */
export type ExperimentArm = z.output<typeof experimentArmSchema>;

/** @public */
export const experimentInputSchema = z.object({
  name: z.string().trim().min(1).max(200),
  /** The load of all sides: a stored profile, or one of its own. */
  profileId: performanceIdSchema.optional(),
  /** The newest one when the experiment is made, unless set. */
  profileVersion: z.number().int().optional(),
  profile: profileInputSchema.optional(),
  /** The first one is the baseline. */
  arms: z.array(experimentArmSchema).min(2).max(6),
  /** Runs per side; fewer than five cannot be judged. */
  rounds: z.number().int().min(1).max(20).default(6),
  coolDownSeconds: z.number().min(0).max(600).default(5),
  /** Smallest relative change that matters. */
  threshold: z.number().min(0).max(10).default(0.05),
  margin: z.number().positive().max(10).optional(),
});
/** @public */
export type ExperimentInput = z.input<typeof experimentInputSchema>;

const estimateSchema = z.object({
  value: z.number(),
  interval: z.tuple([z.number(), z.number()]).optional(),
});

/** What a side costs beside the baseline. @public */
export const overheadSchema = z.object({
  arm: z.string(),
  comparison: comparisonSchema.optional(),
  addedP50Ms: estimateSchema.optional(),
  addedP50Share: estimateSchema.optional(),
  addedP99Ms: estimateSchema.optional(),
  addedP99Share: estimateSchema.optional(),
  /** Cores per 1 000 requests per second, more than the baseline. */
  addedCpuPerThousand: estimateSchema.optional(),
  /** MB per 1 000 requests per second, more than the baseline. */
  addedMemoryMb: estimateSchema.optional(),
  /** The index, its inputs and its formula; absent where an input is missing. */
  index: z
    .object({
      value: z.number(),
      formula: z.string(),
      inputs: z.record(z.string(), z.number()),
    })
    .optional(),
  notes: z.array(z.string()),
});

/** @public */
export const experimentStateSchema = z.enum([
  'queued',
  'running',
  'restoring',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
]);

/** @public */
export const experimentSummarySchema = z.object({
  id: performanceIdSchema,
  name: z.string(),
  state: experimentStateSchema,
  message: z.string().optional(),
  createdAt: z.string(),
  createdBy: z.string(),
  endedAt: z.string().optional(),
  arms: z.array(z.string()),
  /** The order in which sides take turns, such as ABBA. */
  order: z.array(z.string()),
  done: z.number().int(),
  total: z.number().int(),
  /** Operations that must still take something back. */
  toRestore: z.array(z.string()),
  may: z.object({ cancel: z.boolean() }),
});
/** @public */
export type ExperimentSummary = z.infer<typeof experimentSummarySchema>;

/** @public */
export const experimentDetailSchema = experimentSummarySchema.extend({
  input: experimentInputSchema,
  runs: z.array(runSummarySchema),
  overheads: z.array(overheadSchema),
  /** Sides changed by operations: their ids, for links. */
  operations: z.array(
    z.object({
      arm: z.string(),
      step: z.enum(['set-up', 'restore']),
      operationId: z.string(),
      state: z.string(),
    }),
  ),
  /** All verdicts in words. */
  sentences: z.array(z.string()),
});
/** @public */
export type ExperimentDetail = z.infer<typeof experimentDetailSchema>;
/** @public */
export const experimentListSchema = z.object({
  items: z.array(experimentSummarySchema),
  total: z.number().int(),
});
/** @public */
export type ExperimentList = z.infer<typeof experimentListSchema>;
