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

import { NotAllowedError } from '@backstage/errors';
import type { GuardProblem } from '../guard/TargetGuard';
import type { RunRow } from '../stores/model';

/** A guardrail is against a load; the message has every reason. The name stays the one that answers are 403 for. */
export class RunRefusedError extends NotAllowedError {
  /** The attempt, kept in state `refused`. */
  readonly run: RunRow;
  readonly problems: readonly GuardProblem[];

  constructor(run: RunRow, problems: readonly GuardProblem[]) {
    super(sentenceOf(problems));
    this.run = run;
    this.problems = problems;
  }
}

/** Problems as one text, with the places that they are at. */
export function sentenceOf(problems: readonly GuardProblem[]): string {
  return problems
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join('; ');
}
