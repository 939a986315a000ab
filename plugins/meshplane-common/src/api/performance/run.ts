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

import {
  gateResultSchema,
  runResultSchema,
  sliceSchema,
} from '@meshplane/benchmark/model';
import { z } from 'zod';
import { environmentSchema, runResourcesSchema } from './environment';
import { clusterNameSchema, searchTextSchema } from '../common';
import {
  entityRefSchema,
  performanceIdSchema,
  performanceProfileSchema,
  profileInputSchema,
  runnerSchema,
} from './profile';

/**
 * `interrupted`: the backend or the generator ended before the result was there; what was measured until then is kept.
 * `refused`: a guardrail did not let it start.
 * @public
 */
export const runStateSchema = z.enum([
  'queued',
  'starting',
  'running',
  'collecting',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
  'refused',
]);
/** @public */
export type RunState = z.infer<typeof runStateSchema>;

/** States that change no more. @public */
export const finishedRunStates: readonly RunState[] = [
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
  'refused',
];

/** The few numbers that lists show; latencies in microseconds, rates per second. @public */
export const headlineSchema = z.object({
  p50: z.number().optional(),
  p90: z.number().optional(),
  p99: z.number().optional(),
  p999: z.number().optional(),
  max: z.number().optional(),
  achievedRate: z.number(),
  targetRate: z.number().optional(),
  /** 0 to 1; absent where a foreign result does not tell. */
  errorRate: z.number().optional(),
  measuredSeconds: z.number(),
  /** Cores and bytes per 1 000 requests per second, of all measured containers. */
  cpuPerThousand: z.number().optional(),
  memoryBytes: z.number().optional(),
});
/** @public */
export type Headline = z.infer<typeof headlineSchema>;

/** @public */
export const runSummarySchema = z.object({
  id: performanceIdSchema,
  name: z.string(),
  state: runStateSchema,
  /** Why it is in this state, in a sentence. */
  message: z.string().optional(),
  /** Absent for imported results. */
  profileId: performanceIdSchema.optional(),
  profileVersion: z.number().int().optional(),
  entityRef: entityRefSchema.optional(),
  /** `host:port` of every endpoint. */
  targets: z.array(z.string()),
  /** Absent for imported results. */
  runner: runnerSchema.optional(),
  generator: z.string(),
  origin: z.enum(['manual', 'schedule', 'experiment', 'scaffolder', 'import']),
  /** Release of what was measured, for the history: label `version`, or the image digest. */
  release: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  createdAt: z.string(),
  createdBy: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  queuePosition: z.number().int().optional(),
  end: runResultSchema.shape.end.optional(),
  precision: runResultSchema.shape.precision.optional(),
  validity: z.enum(['valid', 'invalid', 'unknown']).optional(),
  /** The worst of all gates; absent where there are none. */
  gate: z.enum(['pass', 'borderline', 'fail', 'not-judged']).optional(),
  headline: headlineSchema.optional(),
  /** Exempt from retention, and what others of the profile are compared with. */
  baseline: z.boolean(),
  /** Side and round of an experiment. */
  experiment: z
    .object({
      id: performanceIdSchema,
      arm: z.string(),
      round: z.number().int(),
    })
    .optional(),
  scheduleId: performanceIdSchema.optional(),
  may: z.object({ cancel: z.boolean(), edit: z.boolean() }),
});
/** @public */
export type RunSummary = z.infer<typeof runSummarySchema>;

/** One point of the percentile plot: latency in microseconds, and how many samples lie beyond. @public */
export const percentilePointSchema = z.object({
  percentile: z.number(),
  value: z.number(),
  tail: z.number().int(),
  display: z.enum(['full', 'grey', 'hidden']),
  /** 95 % interval of the run's own noise. */
  interval: z.tuple([z.number(), z.number()]).optional(),
});
/** @public */
export type PercentilePoint = z.infer<typeof percentilePointSchema>;

/** Heatmap: for each second counts by latency bucket. @public */
export const heatmapSchema = z.object({
  /** Upper edges of the buckets in microseconds, ascending, in equal steps of their logarithm. */
  edges: z.array(z.number()),
  /** One column per second; `counts[i]` belongs to `edges[i]`. */
  columns: z.array(
    z.object({ second: z.number().int(), counts: z.array(z.number().int()) }),
  ),
});
/** @public */
export type LatencyHeatmap = z.infer<typeof heatmapSchema>;

/** One second of the timeline; latencies in microseconds. @public */
export const timelinePointSchema = sliceSchema.omit({ hdr: true }).extend({
  p50: z.number().optional(),
  p90: z.number().optional(),
  p99: z.number().optional(),
});
/** @public */
export type TimelinePoint = z.infer<typeof timelinePointSchema>;

/** @public */
export const runDetailSchema = runSummarySchema.extend({
  /** The exact version that ran. */
  profile: performanceProfileSchema.optional(),
  /** Without slices and histograms: these have downloads and charts of their own. */
  result: runResultSchema.omit({ slices: true }).optional(),
  environment: environmentSchema.optional(),
  resources: runResourcesSchema.optional(),
  gates: z.array(gateResultSchema),
  /** Findings about the run itself: generator limited, rate not reached, errors bias latency. */
  audit: z.array(
    z.object({
      severity: z.enum(['info', 'warning', 'error']),
      message: z.string(),
    }),
  ),
  note: z.string(),
  links: z.array(z.object({ title: z.string(), url: z.url() })),
});
/** @public */
export type RunDetail = z.infer<typeof runDetailSchema>;

/** What the charts of one run need. @public */
export const runChartsSchema = z.object({
  percentiles: z.object({
    response: z.array(percentilePointSchema),
    service: z.array(percentilePointSchema),
  }),
  heatmap: heatmapSchema.optional(),
  timeline: z.array(timelinePointSchema),
});
/** @public */
export type RunCharts = z.infer<typeof runChartsSchema>;

/** Starts a run: of a stored profile, or of a load that is not stored. @public */
export const runInputSchema = z.object({
  profileId: performanceIdSchema.optional(),
  /** The newest one unless set. */
  profileVersion: z.number().int().optional(),
  profile: profileInputSchema.optional(),
  release: z.string().max(200).optional(),
  labels: z.record(z.string().max(100), z.string().max(200)).default({}),
  note: z.string().max(4000).default(''),
  origin: z.enum(['manual', 'scaffolder']).default('manual'),
});
/** @public */
export type RunInput = z.input<typeof runInputSchema>;

/** Changes what people say of a run, never what was measured. @public */
export const runEditSchema = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  note: z.string().max(4000).optional(),
  release: z.string().max(200).optional(),
  labels: z.record(z.string().max(100), z.string().max(200)).optional(),
  baseline: z.boolean().optional(),
});
/** @public */
export type RunEdit = z.input<typeof runEditSchema>;

/** @public */
export const runQuerySchema = z.object({
  q: searchTextSchema,
  state: runStateSchema.optional(),
  /** `true`: only those that have not ended. */
  active: z.enum(['true', 'false']).optional(),
  profileId: performanceIdSchema.optional(),
  entityRef: entityRefSchema.optional(),
  cluster: clusterNameSchema.optional(),
  experimentId: performanceIdSchema.optional(),
  scheduleId: performanceIdSchema.optional(),
  baseline: z.enum(['true', 'false']).optional(),
  validity: z.enum(['valid', 'invalid', 'unknown']).optional(),
  gate: z.enum(['pass', 'borderline', 'fail', 'not-judged']).optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  sort: z
    .enum(['createdAt', 'name', 'p50', 'p99', 'achievedRate', 'errorRate'])
    .default('createdAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
/** @public */
export type RunQuery = z.input<typeof runQuerySchema>;

/** @public */
export const runListSchema = z.object({
  items: z.array(runSummarySchema),
  total: z.number().int(),
});
/** @public */
export type RunList = z.infer<typeof runListSchema>;

/** How far a running load is. @public */
export const liveStateSchema = z.object({
  phase: z.enum(['connect', 'warm-up', 'measured', 'drain']),
  elapsedSeconds: z.number(),
  plannedSeconds: z.number(),
  sent: z.number().int(),
  ok: z.number().int(),
  errors: z.record(z.string(), z.number().int()),
  /** Requests per second over the last second. */
  rate: z.number(),
  targetRate: z.number().optional(),
  /** Microseconds, of everything so far. */
  p50: z.number().optional(),
  p90: z.number().optional(),
  p99: z.number().optional(),
  /** Milliseconds, p99 of the last second: how late the generator itself is. */
  lagP99Ms: z.number().optional(),
});
/** @public */
export type LiveState = z.infer<typeof liveStateSchema>;

/**
 * Event of the stream of a run. `run` comes first and with every change of state; `second` brings each second of the
 * timeline once, from the beginning, so that a reloaded page has all; `end` is the last.
 * @public
 */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), run: runSummarySchema }),
  z.object({ type: z.literal('live'), live: liveStateSchema }),
  z.object({ type: z.literal('second'), point: timelinePointSchema }),
  z.object({ type: z.literal('end'), run: runSummarySchema }),
]);
/** @public */
export type RunEvent = z.infer<typeof runEventSchema>;
