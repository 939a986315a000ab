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
 * One process of the benchmark `plan`: `planProcess.ts KUBECONFIG plan FIRST REPEATS` plans every mesh, from the one with
 * index FIRST on; `planProcess.ts KUBECONFIG overhead ROUNDS` runs Istio's operations against plain Helm. A process of
 * its own, since what a backend remembers of charts that it has seen would make a second "cold" plan a warm one.
 * Its last line on stdout is the result as JSON.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PLANNED, type PlanTimes } from './planModel';
import { measureOverhead } from './planOverhead';
import { openStage, type Stage } from './planStage';

async function planTimes(
  stage: Stage,
  folder: string,
  first: number,
  repeats: number,
): Promise<PlanTimes[]> {
  const order = [...PLANNED.slice(first), ...PLANNED.slice(0, first)];
  const times: PlanTimes[] = [];
  for (const { definition, version } of order) {
    const runner = stage.runner(path.join(folder, definition));
    const timed = async () => {
      const started = performance.now();
      const { changes } = await runner.plan('mesh.install', {
        definition,
        version,
      });
      return { ms: performance.now() - started, objects: changes.length };
    };
    const cold = await timed();
    const warm: number[] = [];
    for (let i = 0; i < repeats; i += 1) warm.push((await timed()).ms);
    times.push({ definition, cold: cold.ms, warm, objects: cold.objects });
  }
  return times;
}

async function main([kubeconfig, task, ...numbers]: string[]) {
  const [one, two] = numbers.map(Number);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-bench-plan-'));
  const stage = await openStage(kubeconfig);
  try {
    return task === 'plan'
      ? await planTimes(stage, folder, one, two)
      : await measureOverhead(stage, { folder, kubeconfig, rounds: one });
  } finally {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  result => {
    process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());
  },
  error => {
    console.error(error);
    process.exit(1);
  },
);
