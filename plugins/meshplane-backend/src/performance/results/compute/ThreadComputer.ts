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

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Timing } from '../../../clusters/timing';
import type { Computer, TaskInput, TaskName, TaskOutput } from './computeTasks';
import {
  COMPUTE_WORKER_FILE,
  COMPUTE_WORKER_MARK,
  type FromComputeWorker,
  type ToComputeWorker,
} from './computeWorker';

const IDLE_MS = 60_000;
const TIMEOUT_MS = 120_000;
const MAX_MEMORY_MB = 1024;

interface Waiting {
  resolve(output: TaskOutput<TaskName>): void;
  reject(error: Error): void;
  /** Ends the time limit. */
  clear(): void;
}

/**
 * Computes in one thread beside the loop that answers everybody, which is started when it is needed and ends when it was
 * not for a minute.
 */
export class ThreadComputer implements Computer {
  readonly #timing: Timing;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #stopIdle = () => {};
  #lastId = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  compute<N extends TaskName>(
    task: N,
    input: TaskInput<N>,
  ): Promise<TaskOutput<N>> {
    this.#stopIdle();
    const worker = (this.#worker ??= this.#launch());
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<TaskOutput<N>>((resolve, reject) => {
      const clear = this.#timing.schedule(TIMEOUT_MS, () =>
        this.#end(
          worker,
          new Error(`Working out "${task}" took longer than 2 minutes`),
        ),
      );
      this.#waiting.set(id, {
        resolve: resolve as Waiting['resolve'],
        reject,
        clear,
      });
      worker.postMessage({ id, task, input } satisfies ToComputeWorker);
    });
  }

  /** Ends the thread; whoever waits is told. */
  async stop(): Promise<void> {
    this.#stopIdle();
    if (this.#worker)
      await this.#end(this.#worker, new Error('The backend is shutting down'));
  }

  #launch(): Worker {
    const worker = new Worker(COMPUTE_WORKER_FILE, {
      workerData: COMPUTE_WORKER_MARK,
      execArgv: loaderOf(),
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB },
    });
    // Nobody waits for it when the backend ends.
    worker.unref();
    worker.on('message', (answer: FromComputeWorker) => this.#take(answer));
    worker.on('error', error => this.#lost(worker, error as Error));
    worker.on('exit', code =>
      this.#lost(worker, new Error(`The thread ended with code ${code}`)),
    );
    return worker;
  }

  #take(answer: FromComputeWorker) {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    waiting?.clear();
    if ('output' in answer) waiting?.resolve(answer.output);
    else waiting?.reject(new Error(answer.failure));
    if (this.#waiting.size === 0)
      this.#stopIdle = this.#timing.schedule(IDLE_MS, () => {
        void this.stop();
      });
  }

  async #end(worker: Worker, reason: Error) {
    this.#lost(worker, reason);
    await worker.terminate();
  }

  #lost(worker: Worker, reason: Error) {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject, clear } of this.#waiting.values()) {
      clear();
      reject(reason);
    }
    this.#waiting.clear();
  }
}

/** From source, the thread needs to be told how to read TypeScript. */
function loaderOf(): string[] {
  if (!COMPUTE_WORKER_FILE.endsWith('.ts')) return [];
  const { resolve } = createRequire(
    require.resolve('@meshplane/benchmark/package.json'),
  );
  return ['--import', pathToFileURL(resolve('tsx')).href];
}
