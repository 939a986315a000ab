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
  objectChangeListSchema,
  operationDetailSchema,
} from '@meshplane/plugin-meshplane-common';
import { readOnly, type ActionOptions } from '../ActionOptions';
import { changeShape, changeView, detailShape, detailView } from './views';

/** Objects that are listed of a plan, and looked through for some that change. */
const MAX_CHANGES = 50;
const LOOKED_THROUGH = 500;

/** `meshplane:get-operation` */
export function createGetOperationAction({
  actionsRegistry,
  callRoute,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'get-operation',
    title: 'Show an operation',
    description: `Shows one operation: its plan with the findings of the checks, the state of its steps, what was verified, and what the caller may do next. With \`changes\`, up to ${MAX_CHANGES} objects that are created, updated or deleted, each with the beginning of its diff. An operation on several clusters has a child per cluster, and the plan is with the children.`,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          operation: z.string().describe('Id of the operation, a UUID'),
          changes: z
            .boolean()
            .default(false)
            .describe('List the objects that change, with their diffs'),
        }),
      output: z =>
        detailShape(z).extend({
          objects: z.array(changeShape(z)).optional(),
        }),
    },
    action: async ({ input, credentials }) => {
      const params = { operation: input.operation };
      const detail = operationDetailSchema.parse(
        await callRoute('getOperation', { credentials, params }),
      );
      const output = detailView(detail);
      if (!input.changes) return { output };
      const { items } = objectChangeListSchema.parse(
        await callRoute('listOperationChanges', {
          credentials,
          params,
          query: { limit: LOOKED_THROUGH },
        }),
      );
      const objects = items
        .filter(({ action }) => action !== 'unchanged')
        .slice(0, MAX_CHANGES)
        .map(changeView);
      return { output: { ...output, objects } };
    },
  });
}
