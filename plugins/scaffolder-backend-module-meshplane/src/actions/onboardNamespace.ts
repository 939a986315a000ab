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

import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { clientFor, type ActionOptions } from '../client';
import { planAndRun } from '../operations/planAndRun';
import {
  commonInputs,
  commonOutputs,
  requestFieldsOf,
  runOptionsOf,
  writeOutputs,
} from '../operations/schemas';
import { examples } from './onboardNamespace.examples';

/**
 * `meshplane:namespace:onboard`: brings a namespace or one workload of it onto a mesh and restarts what has to be restarted.
 *
 * @public
 */
export function createOnboardNamespaceAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'meshplane:namespace:onboard',
    description:
      'Brings a namespace or one workload of it onto a mesh and restarts what has to be restarted',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        mesh: z => z.string().min(1).describe('Id of the mesh on the cluster'),
        namespace: z => z.string().min(1),
        workload: z =>
          z
            .object({
              kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']),
              name: z.string(),
            })
            .optional()
            .describe('Default: the whole namespace'),
        revision: z =>
          z.string().optional().describe('Control-plane revision or tag'),
        waypoint: z =>
          z
            .string()
            .optional()
            .describe('Waypoint (ambient); made if it is missing'),
        restart: z =>
          z
            .boolean()
            .default(true)
            .describe('Restart the workloads that need it'),
        ...commonInputs,
      },
      output: commonOutputs,
    },
    async handler(ctx) {
      const { input } = ctx;
      // A field of a form that was left empty arrives as an empty text.
      writeOutputs(
        ctx,
        await planAndRun(
          clientFor(options, await ctx.getInitiatorCredentials()),
          {
            kind: 'workload.onboard',
            input: {
              mesh: input.mesh,
              namespace: input.namespace,
              workload: input.workload,
              revision: input.revision || undefined,
              waypoint: input.waypoint || undefined,
              restart: input.restart,
            },
            ...requestFieldsOf(input),
          },
          runOptionsOf(input),
          ctx,
        ),
      );
    },
  });
}
