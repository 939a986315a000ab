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

import type { MetricsDiagnosis } from '@meshplane/plugin-meshplane-common';
import { failureOf } from '../failures';

export type DiagnosisStep = MetricsDiagnosis['steps'][number];

/** One step: gives a sentence, or throws; a result may say by itself that it failed. */
export interface DiagnosisCheck {
  title: string;
  run(): Promise<string | Omit<DiagnosisStep, 'title'>>;
  /** What comes after makes sense even if this one fails. */
  optional?: boolean;
}

/** Goes through checks in order; after the first failure the rest is skipped. */
export async function runChecks(
  checks: readonly DiagnosisCheck[],
): Promise<DiagnosisStep[]> {
  const steps: DiagnosisStep[] = [];
  let failed = false;
  for (const { title, run, optional } of checks) {
    if (failed) {
      steps.push({
        title,
        state: 'skipped',
        message:
          'Not checked, because a step before it has to be mended first.',
      });
      continue;
    }
    const step = await runOne(title, run);
    steps.push(step);
    failed = step.state === 'failed' && !optional;
  }
  return steps;
}

async function runOne(
  title: string,
  run: DiagnosisCheck['run'],
): Promise<DiagnosisStep> {
  try {
    const result = await run();
    return typeof result === 'string'
      ? { title, state: 'ok', message: result }
      : { title, ...result };
  } catch (error) {
    const { message, remedy } = failureOf(error);
    return { title, state: 'failed', message, remedy };
  }
}
