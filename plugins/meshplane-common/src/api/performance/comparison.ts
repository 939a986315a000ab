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
import { entityRefSchema, performanceIdSchema } from './profile';
import { percentilePointSchema, runSummarySchema } from './run';

/** @public */
export const verdictSchema = z.enum([
  'regression',
  'improvement',
  'no change',
  'inconclusive',
]);
/** @public */
export type PerformanceVerdict = z.infer<typeof verdictSchema>;

const intervalSchema = z.tuple([z.number(), z.number()]);
const runIdsSchema = z.array(performanceIdSchema).min(1).max(50);

/** Compares two sides of one or more runs each; side B is the newer one. @public */
export const comparisonInputSchema = z.object({
  a: runIdsSchema,
  b: runIdsSchema,
  titleA: z.string().max(200).optional(),
  titleB: z.string().max(200).optional(),
  metrics: z.array(z.string().max(50)).max(20).optional(),
  /** Smallest relative change that matters, as a share. */
  threshold: z.number().min(0).max(10).default(0.05),
  /** Margin of "no change", as a share. */
  margin: z.number().positive().max(10).optional(),
  /** Kept under an id, so that it can be linked to. */
  save: z.boolean().default(false),
});
/** @public */
export type ComparisonInput = z.input<typeof comparisonInputSchema>;

/** Judgement of one metric; see the documentation of the statistics. @public */
export const metricVerdictSchema = z.object({
  metric: z.string(),
  unit: z.string(),
  verdict: verdictSchema,
  runs: z.object({ a: z.number().int(), b: z.number().int() }),
  medianA: z.number(),
  medianB: z.number(),
  shift: z.number(),
  shiftInterval: intervalSchema,
  change: z.number().optional(),
  changeInterval: intervalSchema.optional(),
  pHolm: z.number(),
  delta: z.number(),
  relevant: z.number(),
  moreRuns: z.number().optional(),
  sentence: z.string(),
  /** The value of every run, for the dots. */
  valuesA: z.array(z.number()),
  valuesB: z.array(z.number()),
});

/** One quantile of both sides, microseconds. @public */
export const quantileShiftSchema = z.object({
  percentile: z.number(),
  a: z.number().optional(),
  b: z.number().optional(),
  shift: z.number().optional(),
  /** 95 % interval of the shift. */
  interval: intervalSchema.optional(),
  ratio: z.number().optional(),
  tail: z.number().int(),
  display: z.enum(['full', 'grey', 'hidden']),
});

/** @public */
export const comparisonSchema = z.object({
  /** Set where it was saved. */
  id: performanceIdSchema.optional(),
  createdAt: z.string(),
  /** `described`: too few runs for a verdict. `refused`: these runs must not be compared. */
  status: z.enum(['judged', 'described', 'refused']),
  verdict: verdictSchema.optional(),
  /** The verdict in words, with numbers and intervals. */
  sentence: z.string(),
  reasons: z.array(z.string()),
  notes: z.array(z.string()),
  a: z.object({ title: z.string(), runs: z.array(runSummarySchema) }),
  b: z.object({ title: z.string(), runs: z.array(runSummarySchema) }),
  metrics: z.array(metricVerdictSchema),
  shift: z.array(quantileShiftSchema),
  /** Merged percentile curves of both sides. */
  percentilesA: z.array(percentilePointSchema),
  percentilesB: z.array(percentilePointSchema),
});
/** @public */
export type PerformanceComparison = z.infer<typeof comparisonSchema>;

/** History of a profile or component, oldest first; one point per release, or per run where releases are unknown. @public */
export const historyQuerySchema = z.object({
  profileId: performanceIdSchema.optional(),
  entityRef: entityRefSchema.optional(),
  metric: z
    .enum(['p50', 'p90', 'p99', 'achievedRate', 'errorRate', 'cpuPerThousand'])
    .default('p99'),
  limit: z.coerce.number().int().min(2).max(2000).default(500),
});
/** @public */
export type HistoryQuery = z.input<typeof historyQuerySchema>;

/** @public */
export const historySchema = z.object({
  metric: z.string(),
  unit: z.string(),
  points: z.array(
    z.object({
      at: z.string(),
      release: z.string().optional(),
      /** Median of the runs. */
      value: z.number(),
      runIds: z.array(performanceIdSchema),
      baseline: z.boolean(),
    }),
  ),
  changePoints: z.array(
    z.object({
      /** First point after the change. */
      index: z.number().int(),
      before: z.number(),
      after: z.number(),
      /** Relative change, signed: positive is larger. */
      change: z.number(),
      p: z.number(),
      sentence: z.string(),
    }),
  ),
  /** The latest value lies outside of what the earlier ones let expect. */
  outlier: z
    .object({
      index: z.number().int(),
      interval: intervalSchema,
      sentence: z.string(),
    })
    .optional(),
  notes: z.array(z.string()),
});
/** @public */
export type PerformanceHistory = z.infer<typeof historySchema>;

/** Result of `POST /performance/imports`. @public */
export const importResultSchema = z.object({
  format: z.string(),
  runs: z.array(runSummarySchema),
  profiles: z.array(z.object({ id: performanceIdSchema, name: z.string() })),
  errors: z.array(
    z.object({
      line: z.number().int().optional(),
      path: z.string().optional(),
      message: z.string(),
    }),
  ),
  warnings: z.array(
    z.object({
      line: z.number().int().optional(),
      path: z.string().optional(),
      message: z.string(),
    }),
  ),
});
/** @public */
export type PerformanceImport = z.infer<typeof importResultSchema>;

/** @public */
export const importBodySchema = z.object({
  fileName: z.string().max(300),
  /** The file in base64. */
  content: z.base64().max(28_000_000),
  entityRef: entityRefSchema.optional(),
  profileId: performanceIdSchema.optional(),
  /** Only says what would be taken. */
  dryRun: z.boolean().default(false),
});
/** @public */
export type ImportBody = z.input<typeof importBodySchema>;

/** @public */
export const exportQuerySchema = z.object({
  /** A format of `exportFormats`, or `csv` for the timeline. */
  format: z.string().min(1).max(50),
});

/** A file to download. @public */
export const exportedFileSchema = z.object({
  fileName: z.string(),
  mediaType: z.string(),
  /** In base64. */
  content: z.string(),
  warnings: z.array(z.string()),
});
/** @public */
export type ExportedFile = z.infer<typeof exportedFileSchema>;
