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
  comparisonSchema,
  historySchema,
} from '@meshplane/plugin-meshplane-common';
import { readOnly, type ActionOptions } from '../ActionOptions';
import { comparisonShape, comparisonView, MAX_ITEMS } from './views';

/** `meshplane:compare-performance-runs` and `:get-performance-history` */
export function createJudgingActions({
  actionsRegistry,
  callRoute,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'compare-performance-runs',
    title: 'Compare load tests',
    description:
      'Says whether side b got slower or faster than side a, by how much and how sure that is. Two single runs are described, never judged: a verdict needs five runs on each side.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          a: z
            .array(z.string())
            .min(1)
            .max(50)
            .describe('Ids of the runs before'),
          b: z
            .array(z.string())
            .min(1)
            .max(50)
            .describe('Ids of the runs after'),
          threshold: z
            .number()
            .min(0)
            .max(10)
            .default(0.05)
            .describe('Smallest relative change that matters, as a share'),
        }),
      output: comparisonShape,
    },
    action: async ({ input, credentials }) => {
      const answer = await callRoute('comparePerformanceRuns', {
        credentials,
        body: input,
      });
      return { output: comparisonView(comparisonSchema.parse(answer)) };
    },
  });
  actionsRegistry.register({
    name: 'get-performance-history',
    title: 'Show the history of performance',
    description: `Shows one number of a profile or component over releases, oldest first, with the points at which it changed for good. The newest ${MAX_ITEMS} points; \`total\` says how many there are.`,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          profileId: z.string().optional(),
          entityRef: z
            .string()
            .optional()
            .describe('Component, kind:namespace/name'),
          metric: z
            .enum([
              'p50',
              'p90',
              'p99',
              'achievedRate',
              'errorRate',
              'cpuPerThousand',
            ])
            .default('p99'),
        }),
      output: z =>
        z.object({
          metric: z.string(),
          unit: z.string(),
          total: z.number(),
          points: z.array(
            z.object({
              at: z.string(),
              release: z.string().optional(),
              value: z.number(),
              runs: z.number(),
            }),
          ),
          changes: z.array(z.string()),
          outlier: z.string().optional(),
          notes: z.array(z.string()),
        }),
    },
    action: async ({ input, credentials }) => {
      const history = historySchema.parse(
        await callRoute('getPerformanceHistory', { credentials, query: input }),
      );
      return {
        output: {
          metric: history.metric,
          unit: history.unit,
          total: history.points.length,
          points: history.points
            .slice(-MAX_ITEMS)
            .map(({ at, release, value, runIds }) => ({
              at,
              release,
              value,
              runs: runIds.length,
            })),
          changes: history.changePoints
            .slice(-MAX_ITEMS)
            .map(({ sentence }) => sentence),
          outlier: history.outlier?.sentence,
          notes: history.notes.slice(0, MAX_ITEMS),
        },
      };
    },
  });
}
