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

import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { profileInputSchema } from '@meshplane/plugin-meshplane-common';
import { clientFor, type ActionOptions } from '../client';
import { commonInputs } from '../operations/schemas';
import { withReason } from '../operations/withReason';
import { runPath } from '../performance/followRun';
import { failOn } from '../performance/outcome';
import { runAndJudge } from '../performance/runAndJudge';
import { judgingInputs, judgingOutputs } from '../performance/schemas';
import { examples } from './runPerformance.examples';

/**
 * `meshplane:performance:run`: runs a load test, waits for its end, judges its gates and compares it with the baseline.
 *
 * @public
 */
export function createRunPerformanceAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'meshplane:performance:run',
    description:
      'Runs a load test, waits for its end with its progress in the log, judges its gates and, if wanted, compares it with the baseline',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        profileId: z =>
          z.string().optional().describe('Id of a stored profile'),
        profileVersion: z =>
          z
            .number()
            .int()
            .optional()
            .describe('Version of the stored profile; default: the newest one'),
        profile: z =>
          z
            .record(z.unknown())
            .optional()
            .describe('A profile that is not stored, instead of its id'),
        release: z =>
          z
            .string()
            .optional()
            .describe('Release of what is measured, for the history'),
        labels: z => z.record(z.string()).default({}),
        note: z => z.string().default(''),
        repeats: z =>
          z
            .number()
            .int()
            .min(1)
            .max(20)
            .default(1)
            .describe('Runs; a regression needs five, on each side'),
        compareWithBaseline: z =>
          z
            .boolean()
            .default(false)
            .describe('Compare with the pinned runs of the stored profile'),
        ...judgingInputs,
        wait: z =>
          z
            .boolean()
            .default(true)
            .describe('Wait for the end; otherwise the run is only queued'),
        timeoutSeconds: commonInputs.timeoutSeconds,
      },
      output: {
        runId: z => z.string().describe('Id of the last run'),
        runIds: z => z.array(z.string()),
        state: z =>
          z
            .string()
            .describe(
              'Of the last run: queued, succeeded, failed, cancelled, interrupted or refused',
            ),
        gate: z =>
          z
            .enum(['pass', 'borderline', 'fail', 'not-judged', 'none'])
            .describe('The worst gate of all runs'),
        comparisonUrl: z => z.string().optional(),
        ...judgingOutputs,
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      // A field of a form that was left empty arrives as an empty text.
      const profileId = input.profileId || undefined;
      if ((profileId === undefined) === (input.profile === undefined))
        throw new InputError(
          'Either "profileId" or "profile" is needed, and not both of them',
        );
      const api = clientFor(
        options,
        await ctx.getInitiatorCredentials(),
      ).performance;
      const profile = input.profile && parsedProfile(input.profile);
      if (ctx.isDryRun) {
        const wanted =
          profile ?? (await withReason(api.getProfile(profileId!)));
        const { allowed, problems } = await withReason(
          api.checkProfile(profileInputSchema.parse(wanted)),
        );
        if (!allowed)
          throw new Error(
            `This load may not be sent: ${problems
              .map(({ message }) => message)
              .join('; ')}`,
          );
        logger.info('The load may be sent; a dry run sends none');
        return;
      }
      const request = {
        profileId,
        profileVersion: input.profileVersion,
        profile,
        release: input.release || undefined,
        labels: input.labels,
        note: input.note,
        origin: 'scaffolder' as const,
      };
      if (!input.wait) {
        const { id, state } = await withReason(api.createRun(request));
        ctx.output('runId', id);
        ctx.output('runIds', [id]);
        ctx.output('state', state);
        ctx.output('url', runPath(id));
        logger.info(`Go on at ${runPath(id)}`);
        return;
      }
      const { runs, gate, comparison, outcome } = await runAndJudge(
        api,
        request,
        input,
        { logger, signal },
      );
      const last = runs.at(-1)!;
      ctx.output('runId', last.id);
      ctx.output(
        'runIds',
        runs.map(({ id }) => id),
      );
      ctx.output('state', last.state);
      ctx.output('url', runPath(last.id));
      ctx.output('gate', gate ?? 'none');
      ctx.output('verdict', comparison?.verdict ?? 'none');
      ctx.output('outcome', outcome.state);
      ctx.output('summary', outcome.messages.join('; ') || 'Every gate kept');
      if (comparison?.id)
        ctx.output('comparisonUrl', `/performance/compare/${comparison.id}`);
      failOn(outcome, input.failOn);
    },
  });
}

/** @throws InputError that names the field */
function parsedProfile(profile: unknown) {
  const parsed = profileInputSchema.safeParse(profile);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new InputError(`profile.${path.join('.')}: ${message}`);
}
