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

import { operationDetailSchema } from '@meshplane/plugin-meshplane-common';
import { changingClusters, noting, type ActionOptions } from '../ActionOptions';
import { detailShape, detailView } from './views';

const REASONED = [
  {
    name: 'cancel-operation',
    route: 'cancelOperation',
    title: 'Cancel an operation',
    description:
      'Stops a running operation: the running step stops where that is safe, and what was done stays until it is rolled back. Answers when the wish is noted; get-operation tells when it has stopped.',
    // It makes nothing worse than a plan that somebody approved, and is how a person stops one.
    attributes: noting,
  },
  {
    name: 'resume-operation',
    route: 'resumeOperation',
    title: 'Resume an operation',
    description:
      'Goes on with an operation that failed, was cancelled or was interrupted: the cluster is read, finished steps are skipped, and the rest of the approved plan is run, which may delete things.',
    attributes: changingClusters,
  },
  {
    name: 'rollback-operation',
    route: 'rollbackOperation',
    title: 'Roll back an operation',
    description:
      'Takes back the steps that an operation has done, the last one first. What an install made is removed, what an upgrade changed goes back to the release before.',
    attributes: changingClusters,
  },
] as const;

/** `meshplane:approve-operation`, `:cancel-operation`, `:resume-operation` and `:rollback-operation` */
export function createDecisionActions({
  actionsRegistry,
  callRoute,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'approve-operation',
    title: 'Approve and run an operation',
    description:
      'Approves the plan with this hash, which starts it: clusters are changed, and things may be deleted. Refused if the plan is blocked or has expired, if the cluster has changed since, or if somebody else has to approve it. Answers when it has started; get-operation tells how it goes.',
    attributes: changingClusters,
    schema: {
      input: z =>
        z.object({
          operation: z.string().describe('Id of the operation, a UUID'),
          planHash: z.string().describe('Of the plan that was looked at'),
          comment: z.string().max(1000).optional(),
        }),
      output: detailShape,
    },
    action: async ({ input: { operation, ...body }, credentials }) => {
      const answer = await callRoute('approveOperation', {
        credentials,
        params: { operation },
        body,
      });
      return { output: detailView(operationDetailSchema.parse(answer)) };
    },
  });
  for (const { route, ...description } of REASONED)
    actionsRegistry.register({
      ...description,
      schema: {
        input: z =>
          z.object({
            operation: z.string().describe('Id of the operation, a UUID'),
            reason: z.string().max(1000).optional(),
          }),
        output: detailShape,
      },
      action: async ({ input: { operation, ...body }, credentials }) => {
        const answer = await callRoute(route, {
          credentials,
          params: { operation },
          body,
        });
        return { output: detailView(operationDetailSchema.parse(answer)) };
      },
    });
}
