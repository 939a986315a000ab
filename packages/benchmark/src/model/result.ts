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
import { loadProfileSchema } from './profile';

/** Outcomes of a request or connection; the taxonomy of errors. @public */
export const outcomeSchema = z.enum([
  'dns',
  'connect_refused',
  'connect_timeout',
  'connect_failed',
  'tls',
  'reset',
  'closed_before_response',
  'request_timeout',
  'parse',
  'http_4xx',
  'http_5xx',
  'http_unexpected',
  'grpc_status',
  'goaway',
  'refused_stream',
  'body_mismatch',
  'aborted_at_end',
  'not_sent',
  'dropped',
]);
/** @public */
export type Outcome = z.output<typeof outcomeSchema>;

/**
 * Distribution of a latency in microseconds. `hdr` (V2 compressed base64, 3 digits) is exact and can be merged;
 * `buckets` come from tools that keep no more (interval-censored, never merged with the former).
 * @public
 */
export const distributionSchema = z.object({
  count: z.number().int().nonnegative(),
  /** All in microseconds; absent where a source does not tell. */
  min: z.number().optional(),
  max: z.number().optional(),
  mean: z.number().optional(),
  stddev: z.number().optional(),
  /** `{ "50": 1234, "99.9": 5678 }`, microseconds. */
  percentiles: z.record(z.string(), z.number()),
  hdr: z.string().optional(),
  buckets: z
    .array(
      z.object({ from: z.number(), to: z.number(), count: z.number().int() }),
    )
    .optional(),
});
/** @public */
export type Distribution = z.output<typeof distributionSchema>;

/** One second of the measured phase, by intended start. @public */
export const sliceSchema = z.object({
  /** Seconds since the begin of the measured phase. */
  second: z.number().int().nonnegative(),
  scheduled: z.number().int().nonnegative(),
  sent: z.number().int().nonnegative(),
  ok: z.number().int().nonnegative(),
  errors: z.record(z.string(), z.number().int()),
  bytes: z.number().nonnegative(),
  /** Response latency of the second, V2 compressed base64, 2 digits, microseconds. */
  hdr: z.string().optional(),
  /** Lag p99 of the second, milliseconds. */
  lagP99Ms: z.number().optional(),
});
/** @public */
export type Slice = z.output<typeof sliceSchema>;

/** A check of whether the generator, not the server, was measured. @public */
export const validityGateSchema = z.object({
  name: z.enum([
    'rate-achieved',
    'dropped',
    'lag',
    'event-loop',
    'cpu-throttled',
    'connect-failures',
  ]),
  passed: z.boolean(),
  value: z.number(),
  limit: z.number(),
  unit: z.string(),
  message: z.string(),
});

/** @public */
export const gateResultSchema = z.object({
  metric: z.string(),
  threshold: z.string(),
  verdict: z.enum(['pass', 'borderline', 'fail', 'not-judged']),
  value: z.number().optional(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  message: z.string(),
  aborted: z.boolean().default(false),
});
/** @public */
export type GateResult = z.output<typeof gateResultSchema>;

/** The result of one run, of our own engine or read from a foreign tool. @public */
export const runResultSchema = z.object({
  version: z
    .literal('meshplane.io/run-result/v1')
    .default('meshplane.io/run-result/v1'),
  id: z.string().min(1),
  name: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  /** The profile that ran, without secrets; absent where a foreign result does not tell. */
  profile: loadProfileSchema.optional(),
  generator: z.object({
    name: z.string(),
    version: z.string().optional(),
    /** Known distortions of this generator, in words. */
    caveats: z.array(z.string()).default([]),
    threads: z.number().int().optional(),
    cpuSeconds: z.number().optional(),
    eventLoopUtilization: z.number().optional(),
  }),
  startedAt: z.iso.datetime().optional(),
  measuredSeconds: z.number().nonnegative(),
  /** `complete`, or why it ended before its time. */
  end: z.enum(['complete', 'cancelled', 'aborted-by-gate', 'failed']),
  precision: z.enum(['exact', 'bucketed', 'summary']),
  /** `valid`: may be compared. `invalid`: the generator was the limit. `unknown`: the source cannot tell. */
  validity: z.object({
    status: z.enum(['valid', 'invalid', 'unknown']),
    gates: z.array(validityGateSchema),
    notes: z.array(z.string()).default([]),
  }),
  counts: z.object({
    scheduled: z.number().int().nonnegative().optional(),
    sent: z.number().int().nonnegative(),
    ok: z.number().int().nonnegative(),
    errors: z.record(z.string(), z.number().int()),
    statuses: z.record(z.string(), z.number().int()).default({}),
    reconnects: z.number().int().nonnegative().optional(),
    idleRecycled: z.number().int().nonnegative().optional(),
  }),
  bytesReceived: z.number().nonnegative().optional(),
  targetRate: z.number().nonnegative().optional(),
  achievedRate: z.number().nonnegative(),
  latency: z.object({
    /** Intended start to end, successful requests and timeouts (censored). The headline. */
    response: distributionSchema.optional(),
    /** Actual send to end. */
    service: distributionSchema.optional(),
    /** Intended start to actual send. */
    lag: distributionSchema.optional(),
    /** The part of the lag that is the generator's own. */
    late: distributionSchema.optional(),
    /** Answers that count as errors. */
    errors: distributionSchema.optional(),
  }),
  /** By endpoint name, where a profile has several. */
  endpoints: z
    .record(
      z.string(),
      z.object({
        sent: z.number().int(),
        ok: z.number().int(),
        errors: z.record(z.string(), z.number().int()),
        response: distributionSchema.optional(),
      }),
    )
    .optional(),
  slices: z.array(sliceSchema).default([]),
  gates: z.array(gateResultSchema).default([]),
  tls: z.enum(['none', 'verified', 'unverified']).optional(),
  warnings: z.array(z.string()).default([]),
  /** Fields of a foreign format that have no counterpart here, given back on export to that format. */
  preserved: z.record(z.string(), z.unknown()).optional(),
});
/** @public */
export type RunResult = z.output<typeof runResultSchema>;

/** What an importer says of a file. @public */
export interface ImportReport {
  format: string;
  profiles: import('./profile').LoadProfile[];
  results: RunResult[];
  errors: { line?: number; path?: string; message: string }[];
  warnings: { line?: number; path?: string; message: string }[];
  /** What was found: objects taken, unknown fields kept, credentials left out. */
  counts?: { objects: number; preserved: number; stripped: number };
}
