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
  operationKindSchema,
  operationListSchema,
  operationStateSchema,
} from '@meshplane/plugin-meshplane-common';
import { readOnly, type ActionOptions } from '../ActionOptions';
import { summaryShape, summaryView } from './views';

const MAX_OPERATIONS = 50;

/** `meshplane:list-operations` */
export function createListOperationsAction({
  actionsRegistry,
  callRoute,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'list-operations',
    title: 'List operations',
    description: `Lists operations on clusters (installs, upgrades, onboarding and so on), newest first: what was planned, what is running, how it ended. At most ${MAX_OPERATIONS} in one answer; \`total\` says how many match.`,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          cluster: z.string().optional().describe('Name of a cluster'),
          state: z.nativeEnum(operationStateSchema.enum).optional(),
          kind: z.nativeEnum(operationKindSchema.enum).optional(),
          namespace: z.string().optional(),
          limit: z.number().int().min(1).max(MAX_OPERATIONS).default(20),
          offset: z.number().int().min(0).default(0),
        }),
      output: z =>
        z.object({ total: z.number(), operations: z.array(summaryShape(z)) }),
    },
    action: async ({ input, credentials }) => {
      const { items, total } = operationListSchema.parse(
        await callRoute('listOperations', { credentials, query: input }),
      );
      return { output: { total, operations: items.map(summaryView) } };
    },
  });
}
