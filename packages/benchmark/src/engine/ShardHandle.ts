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

import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ShardPlan } from './plan';
import { Shard, ShardProgress, ShardReady, ShardResult } from './Shard';
import type { FromShard, ShardWorkerData, ToShard } from './shardMessages';
import { SHARD_WORKER_FILE } from './shardWorker';

/** A shard as the caller's thread sees it. */
export interface ShardHandle {
  readonly ready: Promise<ShardReady>;
  readonly done: Promise<ShardResult>;
  start(startAt: number): void;
  stop(drainSeconds: number): void;
  /** Ends it at once, without a result. */
  terminate(): Promise<void>;
}

/** Starts a shard. */
export type ShardLauncher = (
  plan: ShardPlan,
  onProgress: (progress: ShardProgress) => void,
) => ShardHandle;

/** Starts a shard in a thread of its own. */
export const launchInThread: ShardLauncher = (plan, onProgress) => {
  const data: ShardWorkerData = { meshplaneShard: plan };
  // From source, the thread needs to be told how to read TypeScript; the caller's own loader may be another (jest's).
  const execArgv = SHARD_WORKER_FILE.endsWith('.ts')
    ? ['--import', pathToFileURL(require.resolve('tsx')).href]
    : [];
  const worker = new Worker(SHARD_WORKER_FILE, { workerData: data, execArgv });
  let terminated = false;
  const send = (message: ToShard) => worker.postMessage(message);
  let onReady: (ready: ShardReady) => void;
  let onDone: (result: ShardResult) => void;
  let onReadyFailed: (error: Error) => void;
  let onDoneFailed: (error: Error) => void;
  const ready = new Promise<ShardReady>((resolve, reject) => {
    onReady = resolve;
    onReadyFailed = reject;
  });
  const done = new Promise<ShardResult>((resolve, reject) => {
    onDone = resolve;
    onDoneFailed = reject;
  });
  const fail = (error: Error) => {
    onReadyFailed(error);
    onDoneFailed(error);
  };
  // Whoever waits for one of them hears of the failure; the other must not end the process as unhandled.
  ready.catch(() => {});
  done.catch(() => {});
  worker.on('message', (message: FromShard) => {
    if (message.type === 'ready') {
      onReady(message);
    } else if (message.type === 'progress') {
      onProgress(message);
    } else {
      onDone(message.result);
    }
  });
  worker.on('error', fail);
  worker.on('exit', code =>
    fail(
      new Error(
        terminated
          ? 'The load generator thread was ended'
          : `The load generator thread ended with code ${code} before its result`,
      ),
    ),
  );
  return {
    ready,
    done,
    start: startAt => send({ type: 'start', startAt }),
    stop: drainSeconds => send({ type: 'stop', drainSeconds }),
    terminate: async () => {
      terminated = true;
      await worker.terminate();
    },
  };
};

/** Starts a shard in the caller's thread: for tests, where starting threads would take longer than the run. */
export const launchInline: ShardLauncher = (plan, onProgress) => {
  const shard = new Shard(plan, onProgress);
  return {
    ready: shard.connect(),
    done: shard.done,
    start: startAt => shard.start(startAt),
    stop: drainSeconds => shard.stop(drainSeconds),
    terminate: async () => {
      // It may never have been started: ending the measured phase is enough to close its connections.
      shard.stop(0);
      await shard.done;
    },
  };
};
