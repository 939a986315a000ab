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

import type { z as zod } from 'zod/v3';

type Z = typeof zod;

/** Inputs of every action that judges. */
export const judgingInputs = {
  threshold: (z: Z) =>
    z
      .number()
      .min(0)
      .max(10)
      .default(0.05)
      .describe('Smallest relative change that matters, as a share'),
  margin: (z: Z) =>
    z
      .number()
      .positive()
      .max(10)
      .optional()
      .describe('Changes within this share count as none'),
  failOn: (z: Z) =>
    z
      .array(z.enum(['gate', 'regression', 'not-measured']))
      .default(['gate', 'regression', 'not-measured'])
      .describe(
        'What fails the task: a gate that failed, a regression, or that nothing could be measured. Empty: nothing does, and later steps look at the outcome',
      ),
};

/** Outputs of every action that judges. */
export const judgingOutputs = {
  outcome: (z: Z) =>
    z
      .enum(['passed', 'warned', 'failed', 'not-measured'])
      .describe(
        'warned: borderline or inconclusive; not-measured: nothing is known of the product, neither good nor bad',
      ),
  verdict: (z: Z) =>
    z
      .enum(['regression', 'improvement', 'no change', 'inconclusive', 'none'])
      .describe('Of the comparison; none: nothing was judged'),
  summary: (z: Z) => z.string().describe('The outcome in words'),
  url: (z: Z) => z.string().describe('Page of the result in the portal'),
};
