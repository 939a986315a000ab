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

import type { Command } from 'commander';
import type { Host } from '../verb';
import { addCompare } from './compare';
import { addExport } from './export';
import { addGate } from './gate';
import { addImport } from './import';
import { addRun } from './run';
import { addSearch } from './search';

/** `meshplane perf`: load tests and what is made of their results. */
export function addPerf(program: Command, host: Host): void {
  const perf = program
    .command('perf')
    .description('Measure services under load, and compare what was measured');
  addRun(perf, host);
  addCompare(perf, host);
  addGate(perf, host);
  addSearch(perf, host);
  addImport(perf, host);
  addExport(perf, host);
}
