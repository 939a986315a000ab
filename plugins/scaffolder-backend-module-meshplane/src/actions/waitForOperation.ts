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
import { followOperation } from '../operations/followOperation';
import { commonInputs } from '../operations/schemas';
import { examples } from './waitForOperation.examples';

/**
 * `meshplane:operation:wait`: follows an operation that an earlier step planned.
 *
 * @public
 */
export function createWaitForOperationAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'meshplane:operation:wait',
    description:
      'Waits until an operation has ended, with its log in the log of the task; fails if it did not succeed',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        operation: z => z.string().min(1).describe('Id of the operation'),
        timeoutSeconds: commonInputs.timeoutSeconds,
        failOnError: z =>
          z
            .boolean()
            .default(true)
            .describe('Fail the task if the operation did not succeed'),
      },
      output: {
        state: z =>
          z.string().describe('succeeded, failed, cancelled or interrupted'),
        message: z => z.string().optional(),
        url: z => z.string().describe('Page of the operation in the portal'),
      },
    },
    async handler(ctx) {
      const { operation: id, timeoutSeconds, failOnError } = ctx.input;
      const api = clientFor(options, await ctx.getInitiatorCredentials());
      const url = `/mesh/operations/${id}`;
      if (ctx.isDryRun) {
        const { state, message } = await api.getOperation(id);
        ctx.output('state', state);
        ctx.output('message', message);
        ctx.output('url', url);
        return;
      }
      const ended = await followOperation(api, id, {
        logger: ctx.logger,
        timeoutSeconds,
        signal: ctx.signal,
      });
      ctx.output('state', ended.state);
      ctx.output('message', ended.message);
      ctx.output('url', url);
      if (failOnError && ended.state !== 'succeeded')
        throw new Error(
          `Operation ${id} is "${ended.state}": ${
            ended.message ?? 'see its log'
          } (${url})`,
        );
    },
  });
}
