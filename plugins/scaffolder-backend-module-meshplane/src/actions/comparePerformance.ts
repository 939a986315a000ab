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
import { withReason } from '../operations/withReason';
import { failOn, outcomeOfComparison } from '../performance/outcome';
import { judgingInputs, judgingOutputs } from '../performance/schemas';
import { examples } from './comparePerformance.examples';

/**
 * `meshplane:performance:compare`: compares runs that are there, says whether it got slower, and keeps that.
 *
 * @public
 */
export function createComparePerformanceAction(options: ActionOptions) {
  return createTemplateAction({
    id: 'meshplane:performance:compare',
    description:
      'Compares two sides of runs, says in words whether it got slower and how sure that is, and keeps the comparison',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        a: z =>
          z
            .array(z.string())
            .min(1)
            .max(50)
            .describe('Ids of runs before; five or more for a verdict'),
        b: z =>
          z
            .array(z.string())
            .min(1)
            .max(50)
            .describe('Ids of runs after; five or more for a verdict'),
        titleA: z => z.string().default('Before'),
        titleB: z => z.string().default('After'),
        ...judgingInputs,
      },
      output: {
        comparisonId: z => z.string().optional(),
        ...judgingOutputs,
      },
    },
    async handler(ctx) {
      const { a, b, titleA, titleB, threshold, margin } = ctx.input;
      const api = clientFor(
        options,
        await ctx.getInitiatorCredentials(),
      ).performance;
      const comparison = await withReason(
        api.compareRuns({
          a,
          b,
          titleA,
          titleB,
          threshold,
          margin,
          save: !ctx.isDryRun,
        }),
      );
      const outcome = outcomeOfComparison(comparison);
      ctx.logger.info(comparison.sentence);
      for (const { sentence } of comparison.metrics) ctx.logger.info(sentence);
      ctx.output('comparisonId', comparison.id);
      ctx.output('outcome', outcome.state);
      ctx.output('verdict', comparison.verdict ?? 'none');
      ctx.output('summary', comparison.sentence);
      ctx.output(
        'url',
        comparison.id
          ? `/performance/compare/${comparison.id}`
          : '/performance/compare',
      );
      failOn(outcome, ctx.input.failOn);
    },
  });
}
