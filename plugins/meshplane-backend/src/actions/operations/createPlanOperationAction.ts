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
  operationDetailSchema,
  operationKindSchema,
} from '@meshplane/plugin-meshplane-common';
import { noting, type ActionOptions } from '../ActionOptions';
import { inputsInWords } from './requestHelp';
import { detailShape, detailView } from './views';

/** `meshplane:plan-operation` */
export function createPlanOperationAction({
  actionsRegistry,
  callRoute,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'plan-operation',
    title: 'Plan an operation',
    description: `Makes a plan and stores it; no cluster is changed before somebody approves it. Inputs by kind: ${inputsInWords()}. Ids of meshes come from list-meshes, definitions and versions from list-lifecycle-offers. Look at the findings and at get-operation with \`changes\`, show them to a person, and approve with approve-operation and the \`planHash\`.`,
    attributes: noting,
    schema: {
      input: z =>
        z.object({
          kind: z.nativeEnum(operationKindSchema.enum),
          clusters: z.array(z.string()).min(1).max(100),
          input: z
            .record(z.unknown())
            .describe('By kind, see the description of the action'),
          rollout: z
            .object({
              policy: z.enum(['all-at-once', 'one-by-one', 'canary']),
              canary: z
                .string()
                .optional()
                .describe('Cluster that goes first, for the policy canary'),
            })
            .optional()
            .describe('How several clusters are gone through'),
          delivery: z
            .enum(['direct', 'gitops'])
            .default('direct')
            .describe('gitops: write files instead of changing the cluster'),
          override: z
            .object({
              findings: z.array(z.string()).min(1).max(50),
              reason: z.string().min(10).max(1000),
            })
            .optional()
            .describe(
              'Blocking findings to pass over; needs a permission of its own, and a person who wants it',
            ),
        }),
      output: detailShape,
    },
    examples: [
      {
        title: 'Restart what needs it in a namespace',
        input: {
          kind: 'workload.restart',
          clusters: ['edge'],
          input: { namespace: 'shop' },
          delivery: 'direct',
        },
      },
      {
        title: 'Install a mesh',
        input: {
          kind: 'mesh.install',
          clusters: ['edge'],
          input: { definition: 'istio', preset: 'default' },
          delivery: 'direct',
        },
      },
    ],
    action: async ({ input, credentials }) => {
      const answer = await callRoute('createOperation', {
        credentials,
        body: input,
      });
      return { output: detailView(operationDetailSchema.parse(answer)) };
    },
  });
}
