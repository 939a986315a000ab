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
  runDetailSchema,
  runListSchema,
  runStateSchema,
} from '@meshplane/plugin-meshplane-common';
import { readOnly, type ActionOptions } from '../ActionOptions';
import {
  MAX_ITEMS,
  runDetailShape,
  runDetailView,
  runShape,
  runView,
} from './views';

/** `meshplane:list-performance-runs` and `:get-performance-run` */
export function createShowRunActions({
  actionsRegistry,
  callRoute,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'list-performance-runs',
    title: 'List load tests',
    description: `Lists runs of load tests, newest first, with their headline numbers. At most ${MAX_ITEMS} in one answer; \`total\` says how many match.`,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          q: z.string().optional().describe('Text in the name'),
          state: z.nativeEnum(runStateSchema.enum).optional(),
          profileId: z.string().optional(),
          entityRef: z
            .string()
            .optional()
            .describe('Component that was measured, kind:namespace/name'),
          experimentId: z.string().optional(),
          baseline: z
            .enum(['true', 'false'])
            .optional()
            .describe('true: only those that others are compared with'),
          limit: z.number().int().min(1).max(MAX_ITEMS).default(20),
          offset: z.number().int().min(0).default(0),
        }),
      output: z => z.object({ total: z.number(), runs: z.array(runShape(z)) }),
    },
    action: async ({ input, credentials }) => {
      const { items, total } = runListSchema.parse(
        await callRoute('listPerformanceRuns', { credentials, query: input }),
      );
      return { output: { total, runs: items.map(runView) } };
    },
  });
  actionsRegistry.register({
    name: 'get-performance-run',
    title: 'Show a load test',
    description:
      'Shows one run: its numbers, whether it measured the target or only the generator, its gates, and what to know before believing it.',
    attributes: readOnly,
    schema: {
      input: z => z.object({ run: z.string().describe('Id of the run') }),
      output: runDetailShape,
    },
    action: async ({ input, credentials }) => {
      const answer = await callRoute('getPerformanceRun', {
        credentials,
        params: input,
      });
      return { output: runDetailView(runDetailSchema.parse(answer)) };
    },
  });
}
