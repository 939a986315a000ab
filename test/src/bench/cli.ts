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

/**
 * `npm run bench -- NAME` runs one benchmark, `npm run bench` all of them. Nothing here asserts a time: the numbers are
 * for people to judge.
 */
import { printReport } from './report';
import type { Bench } from './types';

/** Loaded when asked for, so that one benchmark does not pay for the modules of another. */
const BENCHES: Record<string, () => Promise<Bench>> = {
  inventory: async () => (await import('./inventory')).inventoryBench,
  overview: async () => (await import('./overview')).overviewBench,
  plan: async () => (await import('./plan')).planBench,
  start: async () => (await import('./start')).startBench,
  accuracy: async () => (await import('./accuracy')).accuracyBench,
  throughput: async () => (await import('./throughput')).throughputBench,
  results: async () => (await import('./results')).resultsBench,
  evaluation: async () => (await import('./evaluation')).evaluationBench,
  'false-alarms': async () => (await import('./falseAlarms')).falseAlarmsBench,
};

async function main(names: string[]) {
  const unknown = names.find(name => !(name in BENCHES));
  if (unknown !== undefined) {
    console.error(
      `There is no benchmark "${unknown}"; there are: ${Object.keys(
        BENCHES,
      ).join(', ')}`,
    );
    process.exitCode = 2;
    return;
  }
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const bench = await BENCHES[name]();
    printReport(name, await bench());
  }
}

main(process.argv.slice(2)).then(
  // Pools and keep-alive sockets of what was measured must not keep the command alive.
  () => process.exit(),
  error => {
    console.error(error);
    process.exit(1);
  },
);
