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

import type {
  PerformanceComparison,
  RunDetail,
  RunSummary,
} from '@meshplane/plugin-meshplane-common';
import type { z as registryZod } from 'zod/v3';

/** Most entries of each list in one answer: more would fill the context of a language model. */
export const MAX_ITEMS = 50;
/** Most characters of a text that others write. */
const MAX_TEXT = 1000;

type Zod = typeof registryZod;

/** Schema of {@link runView}. */
export const runShape = (z: Zod) =>
  z.object({
    id: z.string(),
    name: z.string(),
    state: z
      .string()
      .describe(
        'queued, starting, running, collecting, succeeded, failed, cancelled, interrupted (the backend went away) or refused (by a guardrail)',
      ),
    message: z.string().optional(),
    profileId: z.string().optional(),
    targets: z.array(z.string()),
    origin: z.string(),
    release: z.string().optional(),
    createdAt: z.string(),
    createdBy: z.string(),
    endedAt: z.string().optional(),
    queuePosition: z.number().optional(),
    validity: z
      .string()
      .optional()
      .describe(
        'invalid: the generator was the limit, so that it says nothing of the target',
      ),
    gate: z.string().optional().describe('The worst of all gates'),
    baseline: z.boolean(),
    p50Ms: z.number().optional(),
    p99Ms: z.number().optional(),
    requestsPerSecond: z.number().optional(),
    errorRate: z.number().optional().describe('0 to 1'),
    coresPerThousand: z
      .number()
      .optional()
      .describe('CPU cores per 1 000 requests per second'),
  });

/** A run without its large parts. */
export function runView(run: RunSummary) {
  const { headline } = run;
  return {
    id: run.id,
    name: run.name,
    state: run.state,
    message: run.message && short(run.message),
    profileId: run.profileId,
    targets: run.targets.slice(0, MAX_ITEMS),
    origin: run.origin,
    release: run.release,
    createdAt: run.createdAt,
    createdBy: run.createdBy,
    endedAt: run.endedAt,
    queuePosition: run.queuePosition,
    validity: run.validity,
    gate: run.gate,
    baseline: run.baseline,
    p50Ms: inMs(headline?.p50),
    p99Ms: inMs(headline?.p99),
    requestsPerSecond: headline?.achievedRate,
    errorRate: headline?.errorRate,
    coresPerThousand: headline?.cpuPerThousand,
  };
}

/** Schema of {@link runDetailView}. */
export const runDetailShape = (z: Zod) =>
  runShape(z).extend({
    note: z.string(),
    gates: z.array(
      z.object({ gate: z.string(), verdict: z.string(), message: z.string() }),
    ),
    audit: z
      .array(z.object({ severity: z.string(), message: z.string() }))
      .describe('What to know before believing the numbers'),
    meshes: z.array(z.string()).describe('Product and version'),
    resources: z
      .array(z.string())
      .describe('What is missing of CPU and memory, and why'),
  });

/** A run with what it was judged by. */
export function runDetailView(run: RunDetail) {
  return {
    ...runView(run),
    note: short(run.note),
    gates: run.gates
      .slice(0, MAX_ITEMS)
      .map(({ metric, threshold, verdict, message }) => ({
        gate: `${metric} ${threshold}`,
        verdict,
        message: short(message),
      })),
    audit: run.audit.slice(0, MAX_ITEMS).map(({ severity, message }) => ({
      severity,
      message: short(message),
    })),
    meshes: (run.environment?.meshes ?? [])
      .slice(0, MAX_ITEMS)
      .map(({ product, version }) => [product, version].join(' ').trim()),
    resources: (run.resources?.notes ?? []).slice(0, MAX_ITEMS).map(short),
  };
}

/** Schema of {@link comparisonView}. */
export const comparisonShape = (z: Zod) =>
  z.object({
    status: z
      .string()
      .describe(
        'judged, described (too few runs for a verdict: five on each side are needed) or refused',
      ),
    verdict: z
      .string()
      .optional()
      .describe('regression, improvement, no change or inconclusive'),
    sentence: z.string(),
    reasons: z.array(z.string()),
    notes: z.array(z.string()),
    metrics: z.array(
      z.object({
        metric: z.string(),
        verdict: z.string(),
        sentence: z.string(),
      }),
    ),
  });

/** A comparison without its curves. */
export function comparisonView(comparison: PerformanceComparison) {
  const { status, verdict, sentence, reasons, notes, metrics } = comparison;
  return {
    status,
    verdict,
    sentence: short(sentence),
    reasons: reasons.slice(0, MAX_ITEMS).map(short),
    notes: notes.slice(0, MAX_ITEMS).map(short),
    metrics: metrics.slice(0, MAX_ITEMS).map(one => ({
      metric: one.metric,
      verdict: one.verdict,
      sentence: short(one.sentence),
    })),
  };
}

/** The beginning of a long text. */
export function short(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

function inMs(us: number | undefined): number | undefined {
  return us === undefined ? undefined : us / 1000;
}
