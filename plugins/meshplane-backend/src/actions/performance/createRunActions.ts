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

import { runSummarySchema } from '@meshplane/plugin-meshplane-common';
import { makingLoad, noting, type ActionOptions } from '../ActionOptions';
import { runShape, runView } from './views';

/** `meshplane:start-performance-run` and `:cancel-performance-run` */
export function createRunActions({
  actionsRegistry,
  callRoute,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'start-performance-run',
    title: 'Run a load test',
    description:
      'Queues a run of a stored profile, which sends load to its target as soon as no other run does. Refused where the target is not allowed. Answers at once; get-performance-run tells how it went. For a verdict, five runs on each side are needed.',
    attributes: makingLoad,
    schema: {
      input: z =>
        z.object({
          profileId: z
            .string()
            .describe('Id of the profile, see list-performance-profiles'),
          profileVersion: z.number().int().optional(),
          release: z
            .string()
            .max(200)
            .optional()
            .describe('Release of what is measured, for the history'),
          note: z.string().max(4000).optional(),
        }),
      output: runShape,
    },
    action: async ({ input, credentials }) => {
      const answer = await callRoute('createPerformanceRun', {
        credentials,
        body: input,
      });
      return { output: runView(runSummarySchema.parse(answer)) };
    },
  });
  actionsRegistry.register({
    name: 'cancel-performance-run',
    title: 'Cancel a load test',
    description:
      'Takes a run from the queue, or ends its load; what was measured until then is kept.',
    attributes: noting,
    schema: {
      input: z => z.object({ run: z.string().describe('Id of the run') }),
      output: runShape,
    },
    action: async ({ input, credentials }) => {
      const answer = await callRoute('cancelPerformanceRun', {
        credentials,
        params: input,
      });
      return { output: runView(runSummarySchema.parse(answer)) };
    },
  });
}
