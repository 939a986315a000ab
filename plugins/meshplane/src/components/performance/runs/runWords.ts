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

import type { RunDetail, RunSummary } from '@meshplane/plugin-meshplane-common';
import { personName } from '../../../lib/format';
import type { StateWord } from '../../status/words';

/** Whether a result may be used at all. */
export const validityWords: Record<
  NonNullable<RunSummary['validity']>,
  StateWord
> = {
  valid: { tone: 'ok', word: 'Valid' },
  invalid: { tone: 'error', word: 'Not valid' },
  unknown: { tone: 'unknown', word: 'Validity unknown' },
};

/** A threshold as it came out. */
export const gateWords: Record<
  RunDetail['gates'][number]['verdict'],
  StateWord
> = {
  pass: { tone: 'ok', word: 'Passed' },
  borderline: { tone: 'warning', word: 'Borderline' },
  fail: { tone: 'error', word: 'Failed' },
  'not-judged': { tone: 'unknown', word: 'Not judged' },
};

const origins: Record<RunSummary['origin'], string> = {
  manual: 'started',
  schedule: 'by schedule',
  experiment: 'in an experiment',
  scaffolder: 'by a template',
  import: 'imported',
};

/** "started by jane", "in an experiment (mesh, round 2)". */
export function originText(run: RunSummary): string {
  const who = personName(run.createdBy);
  if (run.origin === 'experiment' && run.experiment) {
    return `in an experiment (${run.experiment.arm}, round ${run.experiment.round})`;
  }
  return run.origin === 'schedule'
    ? origins.schedule
    : `${origins[run.origin]} by ${who}`;
}
