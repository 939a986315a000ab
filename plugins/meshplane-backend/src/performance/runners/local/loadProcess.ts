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

import { generators, type RunResult, runLoad } from '@meshplane/benchmark';
import os from 'node:os';
import { liveStateOf } from '../liveStateOf';
import {
  type FromLoadProcess,
  LOAD_PROCESS_MARK,
  type ToLoadProcess,
  toLoadProcessSchema,
} from './messages';

/** This file, as it is named where the code runs: the source, or what the build made of it. */
export const LOAD_PROCESS_FILE = __filename;

const MEMORY_SAMPLE_MS = 500;

type Start = Extract<ToLoadProcess, { type: 'start' }>;

// Also imported by the backend, for the name: only a process that was started for it makes load.
if (process.send && process.argv[2] === LOAD_PROCESS_MARK) serve();

function serve() {
  const cancel = new AbortController();
  // Without its backend nobody could stop this load, and nobody would hear of it.
  process.on('disconnect', endAtOnce);
  process.on('message', raw => {
    const message = toLoadProcessSchema.parse(raw);
    if (message.type === 'cancel') cancel.abort();
    else
      makeLoad(message, cancel.signal)
        .catch(error => ({
          type: 'error' as const,
          message: error instanceof Error ? error.message : String(error),
        }))
        .then(last =>
          process.send!(last, () => {
            process.off('disconnect', endAtOnce);
            process.exit(0);
          }),
        );
  });
}

async function makeLoad(
  start: Start,
  signal: AbortSignal,
): Promise<FromLoadProcess> {
  // Before the threads are there: they inherit it.
  os.setPriority(start.niceness);
  const use = watchUse();
  const result = await (start.generator === 'meshplane'
    ? runEngine(start, signal)
    : generators[start.generator].run(start.load, {
        signal,
        program: start.program,
      }));
  return { type: 'result', result, use: use.end(result) };
}

function runEngine(
  { runId, load, addresses }: Start,
  signal: AbortSignal,
): Promise<RunResult> {
  const tell = (message: FromLoadProcess) => process.send!(message);
  return runLoad(load, {
    id: runId,
    signal,
    resolve: async host => {
      const pinned = addresses[host];
      if (!pinned) throw new Error(`The address of "${host}" was not checked`);
      return pinned;
    },
    onProgress: view =>
      tell({ type: 'live', live: liveStateOf(view, load.load) }),
    onSeconds: slices => tell({ type: 'seconds', slices }),
  });
}

/** Reads what this process uses, from now on. */
function watchUse() {
  const memory: number[] = [];
  const sample = () => memory.push(process.memoryUsage.rss());
  sample();
  const timer = setInterval(sample, MEMORY_SAMPLE_MS);
  return {
    end({ generator: { cpuSeconds }, measuredSeconds }: RunResult) {
      clearInterval(timer);
      sample();
      return {
        // Of the measured phase: the start of the process is no part of the load.
        ...(cpuSeconds !== undefined &&
          measuredSeconds > 0 && { cpuMean: cpuSeconds / measuredSeconds }),
        memoryMean: memory.reduce((sum, one) => sum + one, 0) / memory.length,
        memoryMax: Math.max(...memory),
        samples: memory.length,
      };
    },
  };
}

/** Ends this process and every program that it has started. */
function endAtOnce() {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } finally {
    process.exit(1);
  }
}
