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

import { parentPort, workerData } from 'node:worker_threads';
import type { TaskInput, TaskName, TaskOutput } from './computeTasks';
import { namedExports } from '../../namedExports';

/** This file, as it is named where the code runs: the source, or what the build made of it. */
export const COMPUTE_WORKER_FILE = __filename;

/** Marks the threads that were started for this. */
export const COMPUTE_WORKER_MARK = 'meshplaneCompute';

/** A piece of work on its way to the thread. */
export interface ToComputeWorker {
  id: number;
  task: TaskName;
  input: TaskInput<TaskName>;
}

/** What came of it. */
export type FromComputeWorker =
  | { id: number; output: TaskOutput<TaskName> }
  | { id: number; failure: string };

// Also imported by the backend, for the name: only a thread that was started for it works.
if (parentPort && workerData === COMPUTE_WORKER_MARK) {
  const port = parentPort;
  // Loaded here only, so that the file costs the backend nothing.
  const tasks = namedExports(import('./computeTasks'));
  port.on('message', async ({ id, task, input }: ToComputeWorker) => {
    let answer: FromComputeWorker;
    try {
      answer = { id, output: (await tasks).runTask(task, input) };
    } catch (error) {
      answer = {
        id,
        failure: error instanceof Error ? error.message : String(error),
      };
    }
    port.postMessage(answer);
  });
}
