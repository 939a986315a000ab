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

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunResult } from '@meshplane/benchmark';
import type { Terminal } from '../terminal';
import type { Driver } from './driver';
import type { PlannedRun } from './planRuns';
import { progressOf } from './progress';
import type { ResultFolder } from './results/resultFolder';

/** A run that was made. */
export interface FinishedRun {
  side: PlannedRun['side'];
  /** Where it was kept, absolute. */
  folder?: string;
  result: RunResult;
}

export interface RunAllOptions {
  terminal: Terminal;
  driver: Driver;
  folder?: ResultFolder;
  pauseSeconds: number;
  quiet: boolean;
}

/** Makes runs one after the other. Each is kept as soon as it is made; a cancelled one is the last. */
export async function runAll(
  planned: readonly PlannedRun[],
  options: RunAllOptions,
): Promise<FinishedRun[]> {
  const { terminal, folder } = options;
  const { signal } = terminal;
  const series = randomUUID();
  const finished: FinishedRun[] = [];
  for (const [order, { side, profile }] of planned.entries()) {
    if (order > 0 && !(await pause(options.pauseSeconds, signal))) break;
    const progress = progressOf(terminal, {
      quiet: options.quiet,
      profile,
      prefix:
        planned.length > 1
          ? `run ${order + 1} of ${planned.length}, ${side}: `
          : '',
    });
    let result: RunResult;
    try {
      result = await options.driver(profile, {
        signal,
        onView: progress.show,
      });
    } finally {
      progress.end();
    }
    const kept = await folder?.add(
      result,
      planned.length > 1 ? { id: series, side, order } : undefined,
    );
    finished.push({ side, folder: kept, result });
    if (signal.aborted) break;
  }
  return finished;
}

/** @returns false if the pause was cut short by the end of everything */
async function pause(seconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(seconds * 1000, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
