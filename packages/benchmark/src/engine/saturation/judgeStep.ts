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

import type { RunResult } from '../../model/result';
import type { StepVerdict } from './RateSearch';

/** Checks that only the generator can fail. */
const GENERATOR_CHECKS = new Set(['lag', 'event-loop', 'cpu-throttled']);

/**
 * What a run says about its rate.
 *
 * A rate that was not reached is the server's doing where requests waited for a free connection: its answers did not
 * come. Otherwise it is the generator's. Where both failed nothing is said of the server.
 */
export function judgeStep(result: RunResult): {
  verdict: StepVerdict;
  reason: string;
} {
  const failed = result.validity.gates.filter(({ passed }) => !passed);
  const waited = result.validity.notes.some(note =>
    note.startsWith('connection-limited'),
  );
  const own = failed.find(
    ({ name }) =>
      GENERATOR_CHECKS.has(name) ||
      (!waited && (name === 'rate-achieved' || name === 'dropped')),
  );
  if (own) {
    return { verdict: 'generator', reason: own.message };
  }
  if (failed.length > 0) {
    return { verdict: 'server', reason: failed[0].message };
  }
  // What is too close to tell from one run counts as held; the repeats at the end make up for it.
  const gate = result.gates.find(({ verdict }) => verdict === 'fail');
  if (gate) {
    return { verdict: 'server', reason: gate.message };
  }
  if (result.end === 'failed') {
    return { verdict: 'server', reason: result.warnings.join(' ') };
  }
  return { verdict: 'holds', reason: 'All objectives were held.' };
}
