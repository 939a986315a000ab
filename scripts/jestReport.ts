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

import fs from 'node:fs';

/** Counts of one stage. */
export interface Tally {
  passed: number;
  failed: number;
}

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  numPendingTests: number;
  numTodoTests: number;
}

/**
 * Reads what jest wrote with `--json --outputFile`. A suite that could not even be loaded counts as one failure, and so
 * does a skipped test: nothing is skipped in this project.
 */
export function readJestReport(file: string): Tally {
  const report = JSON.parse(fs.readFileSync(file, 'utf8')) as JestReport;
  return {
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.numRuntimeErrorTestSuites +
      report.numPendingTests +
      report.numTodoTests,
  };
}

/** Counts the tests of `go test -json`; a package that does not build counts as one failure. */
export function readGoReport(output: string): Tally {
  const tally: Tally = { passed: 0, failed: 0 };
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue;
    const event = JSON.parse(line) as {
      Action: string;
      Test?: string;
      Package?: string;
    };
    if (event.Action === 'pass' && event.Test) tally.passed += 1;
    if (event.Action === 'fail') tally.failed += 1;
  }
  return tally;
}
