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

import { HelmError } from './HelmExecutor';
import type { ProcessResult } from './runProcess';

type Reason = NonNullable<HelmError['details']['reason']>;

/** First match counts. */
const REASONS: readonly [RegExp, Reason][] = [
  [
    /another operation \(install\/upgrade\/rollback\) is in progress/i,
    'release-busy',
  ],
  [/don't meet the specifications of the schema/i, 'values-schema'],
  [
    /invalid ownership metadata|cannot be imported into the current release/i,
    'ownership',
  ],
  [/conflict(s)? with "|conflict occurred while applying/i, 'conflict'],
  [/is forbidden:|forbidden: User/i, 'forbidden'],
  [
    /timed out|deadline exceeded|context deadline|resource .* not ready/i,
    'timeout',
  ],
  [
    /cluster unreachable|connection refused|Not a request of this job/i,
    'unreachable',
  ],
  [/release: not found|has no deployed releases/i, 'not-found'],
];

/** Helm 3 says `atomic`. */
const ROLLED_BACK =
  /has been (rolled back|uninstalled) due to (atomic|rollback-on-failure)/i;

/**
 * The error of a run that did not end well.
 *
 * @param clean - takes credentials out of a text
 */
export function helmErrorOf(
  verb: string,
  result: ProcessResult,
  clean: (text: string) => string,
): HelmError {
  const stderr = clean(result.stderr).trim();
  const { exitCode, signal } = result;
  const details = {
    verb,
    ...(exitCode !== null && { exitCode }),
    ...(signal && { signal }),
    stderr,
  };
  if (result.tooMuchOutput) {
    return new HelmError(
      `"helm ${verb}" was ended because it wrote more than is read of it`,
      details,
    );
  }
  const said = saidOf(stderr);
  if (signal) {
    return new HelmError(`"helm ${verb}" was ended by ${signal}`, {
      ...details,
      reason: 'killed',
    });
  }
  const reason = REASONS.find(([pattern]) => pattern.test(stderr))?.[1];
  const message = said || `"helm ${verb}" ended with exit code ${exitCode}`;
  return new HelmError(message, {
    ...details,
    ...(reason && { reason }),
    rolledBack: ROLLED_BACK.test(stderr),
  });
}

/** What Helm said about its failure, in one text: without warnings and the prefix. */
function saidOf(stderr: string): string {
  const at = stderr.search(/^Error: /m);
  const text =
    at >= 0
      ? stderr.slice(at + 'Error: '.length)
      : stderr
          .split('\n')
          .filter(line => !/^(level=|WARNING|I\d{4} |W\d{4} )/.test(line))
          .join('\n');
  return text.trim().slice(0, 4000);
}
