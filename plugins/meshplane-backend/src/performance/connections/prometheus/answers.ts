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

/** Values come as text, because JSON has neither NaN nor infinity. */
const valueSchema = z.string().transform(text => {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
});

const pointSchema = z.tuple([z.number(), valueSchema]);
const labelsSchema = z.record(z.string(), z.string());

const envelope = <T extends z.ZodType>(data: T) =>
  z.object({
    status: z.literal('success'),
    data,
    warnings: z.array(z.string()).optional(),
  });

const vectorSchema = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric: labelsSchema, value: pointSchema })),
});
const scalarSchema = z.object({
  resultType: z.literal('scalar'),
  result: pointSchema,
});

/** `/api/v1/query` of an expression that gives a vector or a number. */
export const instantAnswerSchema = envelope(
  z.discriminatedUnion('resultType', [vectorSchema, scalarSchema]),
);

/** `/api/v1/query_range`. Native histograms have no `values`; they are passed over. */
export const rangeAnswerSchema = envelope(
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: labelsSchema,
        values: z.array(pointSchema).default([]),
      }),
    ),
  }),
);

/** `/api/v1/status/buildinfo`. */
export const buildInfoSchema = envelope(
  z.object({ version: z.string().optional() }),
);

/** `/api/v1/targets`; the interval is told since Prometheus 2.28. */
export const targetsSchema = envelope(
  z.object({
    activeTargets: z.array(
      z.object({
        labels: labelsSchema,
        scrapePool: z.string().default(''),
        scrapeInterval: z.string().optional(),
      }),
    ),
  }),
);
