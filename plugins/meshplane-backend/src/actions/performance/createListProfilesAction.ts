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

import { profileListSchema } from '@meshplane/plugin-meshplane-common';
import { readOnly, type ActionOptions } from '../ActionOptions';
import { MAX_ITEMS, short } from './views';

/** `meshplane:list-performance-profiles` */
export function createListProfilesAction({
  actionsRegistry,
  callRoute,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'list-performance-profiles',
    title: 'List load profiles',
    description: `Lists stored profiles of load tests: what is sent, to whom, how much. Their ids are what start-performance-run needs. At most ${MAX_ITEMS} in one answer; \`total\` says how many match.`,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          q: z.string().optional().describe('Text in the name'),
          tag: z.string().optional(),
          entityRef: z
            .string()
            .optional()
            .describe('Component that is measured, kind:namespace/name'),
          limit: z.number().int().min(1).max(MAX_ITEMS).default(20),
          offset: z.number().int().min(0).default(0),
        }),
      output: z =>
        z.object({
          total: z.number(),
          profiles: z.array(
            z.object({
              id: z.string(),
              version: z.number(),
              name: z.string(),
              description: z.string(),
              entityRef: z.string().optional(),
              endpoints: z.array(z.string()),
              runner: z.string(),
              tags: z.array(z.string()),
              gates: z.array(z.string()),
              mayRun: z.boolean().describe('Whether the caller may run it'),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const { items, total } = profileListSchema.parse(
        await callRoute('listPerformanceProfiles', {
          credentials,
          query: input,
        }),
      );
      const profiles = items.map(
        ({ load, runner, description, may, ...profile }) => ({
          id: profile.id,
          version: profile.version,
          name: profile.name,
          description: short(description),
          entityRef: profile.entityRef,
          endpoints: load.endpoints
            .slice(0, MAX_ITEMS)
            .map(({ method, url }) => `${method} ${short(url)}`),
          runner: runner.type,
          tags: profile.tags,
          gates: load.gates
            .slice(0, MAX_ITEMS)
            .map(({ metric, threshold }) => `${metric} ${threshold}`),
          mayRun: may.run,
        }),
      );
      return { output: { total, profiles } };
    },
  });
}
