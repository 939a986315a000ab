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
import { examples } from './installMesh.examples';

/**
 * `meshplane:mesh:install`: plans the installation of a mesh or gateway on one or several clusters, has it run and waits for its end.
 *
 * @public
 */
export function createInstallMeshAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'meshplane:mesh:install',
    description:
      'Plans the installation of a mesh or gateway on one or several clusters, has it run and waits for its end',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        definition: z =>
          z
            .string()
            .min(1)
            .describe('Mesh or gateway, such as istio, linkerd or gateway-api'),
        version: z =>
          z
            .string()
            .optional()
            .describe(
              'Default: the newest supported one that suits the cluster',
            ),
        preset: z =>
          z.string().default('default').describe('Profile of values'),
        values: z =>
          z
            .string()
            .optional()
            .describe('Values as YAML by chart name, laid over the preset'),
        revision: z => z.string().optional().describe('Control-plane revision'),
        components: z =>
          z.array(z.string()).default([]).describe('Optional charts'),
        gatewayApi: z =>
          z
            .object({
              channel: z.enum(['standard', 'experimental']).default('standard'),
              version: z.string(),
            })
            .optional()
            .describe('Gateway API bundle that is installed before it'),
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
            kind: 'mesh.install',
            input: {
              definition: input.definition,
              version: input.version || undefined,
              preset: input.preset,
              values: input.values || undefined,
              revision: input.revision || undefined,
              components: input.components,
              gatewayApi: input.gatewayApi,
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
