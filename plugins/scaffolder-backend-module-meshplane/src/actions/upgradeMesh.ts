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
import { examples } from './upgradeMesh.examples';

/**
 * `meshplane:mesh:upgrade`: plans the upgrade of a mesh or gateway, has it run and waits for its end.
 *
 * @public
 */
export function createUpgradeMeshAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'meshplane:mesh:upgrade',
    description:
      'Plans the upgrade of a mesh or gateway, has it run and waits for its end',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        mesh: z => z.string().min(1).describe('Id of the mesh on the cluster'),
        version: z => z.string().min(1).describe('Version to upgrade to'),
        strategy: z =>
          z
            .enum(['in-place', 'canary'])
            .default('in-place')
            .describe('canary: a second control plane beside the first'),
        revision: z =>
          z
            .string()
            .optional()
            .describe('Revision of the second control plane'),
        values: z =>
          z
            .string()
            .optional()
            .describe('Values as YAML by chart name; default: those of now'),
        restart: z =>
          z
            .boolean()
            .default(false)
            .describe('Restart the workloads, so that they get the new proxy'),
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
            kind: 'mesh.upgrade',
            input: {
              mesh: input.mesh,
              version: input.version,
              strategy: input.strategy,
              revision: input.revision || undefined,
              values: input.values || undefined,
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
