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
import { examples } from './uninstallMesh.examples';

/**
 * `meshplane:mesh:uninstall`: plans the removal of a mesh or gateway, has it run and waits for its end.
 *
 * @public
 */
export function createUninstallMeshAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'meshplane:mesh:uninstall',
    description:
      'Plans the removal of a mesh or gateway, has it run and waits for its end',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        mesh: z => z.string().min(1).describe('Id of the mesh on the cluster'),
        crds: z =>
          z
            .enum(['keep', 'remove'])
            .default('keep')
            .describe(
              'remove: its custom resource definitions go, and every object of their kinds with them',
            ),
        namespace: z =>
          z
            .enum(['keep', 'remove'])
            .default('keep')
            .describe('What happens to the namespace of the control plane'),
        ...commonInputs,
      },
      output: commonOutputs,
    },
    async handler(ctx) {
      const { input } = ctx;
      writeOutputs(
        ctx,
        await planAndRun(
          clientFor(options, await ctx.getInitiatorCredentials()),
          {
            kind: 'mesh.uninstall',
            input: {
              mesh: input.mesh,
              crds: input.crds,
              namespace: input.namespace,
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
