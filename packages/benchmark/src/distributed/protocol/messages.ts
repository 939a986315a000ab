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
import { loadProfileSchema } from '../../model/profile';
import { runResultSchema, sliceSchema } from '../../model/result';

/** What all generators of one load are told; it has secrets in it. @public */
export const shardPlanSchema = z.object({
  version: z.literal('meshplane.io/shard-plan/v1'),
  runId: z.string().min(1),
  load: loadProfileSchema,
  shards: z.number().int().min(1),
  /** By host name as the profile writes it; nothing else is contacted. */
  addresses: z.record(z.string(), z.array(z.string()).min(1)),
  /** How long a shard waits for its start, seconds. */
  startTimeoutSeconds: z.number().positive(),
  /** Local addresses that end proxies beside the generator, asked when it is done. */
  quit: z.array(z.url()).default([]),
});
/** @public */
export type ShardLoadPlan = z.output<typeof shardPlanSchema>;

/** What generators are told while they run. @public */
export const shardControlSchema = z.object({
  /** To be answered at once: how long it takes says how far ahead a start has to be told. */
  prepare: z.boolean().optional(),
  /** Begin of the warm-up, milliseconds since 1970 on the reference clock (a single shard: its own). */
  startAt: z.number().optional(),
  stop: z.boolean().optional(),
});
/** @public */
export type ShardControl = z.infer<typeof shardControlSchema>;

/** How a clock compares with the reference: reference = own + offset. @public */
export const clockSchema = z.object({
  offsetMs: z.number(),
  uncertaintyMs: z.number().nonnegative(),
});
/** @public */
export type ClockOffset = z.infer<typeof clockSchema>;

/** What a generator's container used. @public */
export const shardUseSchema = z.object({
  /** Cores, mean over the measured phase and what is around it. */
  cpuMean: z.number().optional(),
  memoryMean: z.number().optional(),
  memoryMax: z.number().optional(),
  /** Share of the periods with an exhausted quota, 0 to 1. */
  throttled: z.number().optional(),
  samples: z.number().int(),
});
/** @public */
export type ShardUse = z.infer<typeof shardUseSchema>;

const common = {
  shard: z.number().int().nonnegative(),
  /** Counts the messages of a shard, so that no two are alike. */
  serial: z.number().int().nonnegative(),
};

/** What a generator tells. @public */
export const shardMessageSchema = z.discriminatedUnion('type', [
  /** Connections are open and the clock is compared. */
  z.object({
    ...common,
    type: z.literal('ready'),
    /** Absent for a single shard. */
    clock: clockSchema.optional(),
    /** The reference clock now. */
    now: z.number(),
  }),
  z.object({ ...common, type: z.literal('prepared') }),
  /** Has heard of the start in time. */
  z.object({ ...common, type: z.literal('armed'), startAt: z.number() }),
  z.object({
    ...common,
    type: z.literal('live'),
    phase: z.enum(['connect', 'warm-up', 'measured', 'drain']),
    elapsedSeconds: z.number(),
    slices: z.array(sliceSchema),
  }),
  z.object({
    ...common,
    type: z.literal('result'),
    result: runResultSchema,
    /** Begin of the measured phase on the reference clock, milliseconds since 1970. */
    measuredFrom: z.number(),
    use: shardUseSchema,
  }),
  z.object({ ...common, type: z.literal('error'), message: z.string() }),
]);
/** @public */
export type ShardMessage = z.infer<typeof shardMessageSchema>;
