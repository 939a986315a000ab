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
import { Shard } from './Shard';
import type { FromShard, ShardWorkerData, ToShard } from './shardMessages';

/** This file, as it is named where the code runs: the source, or what the build made of it. */
export const SHARD_WORKER_FILE = __filename;

// Also imported by the caller's thread, for the name: only a thread that was started for it runs a shard.
if (parentPort && isShardData(workerData)) {
  const port = parentPort;
  const post = (message: FromShard) => port.postMessage(message);
  const shard = new Shard(workerData.meshplaneShard, progress =>
    post({ type: 'progress', ...progress }),
  );
  port.on('message', (message: ToShard) => {
    if (message.type === 'start') {
      shard.start(message.startAt);
    } else {
      shard.stop(message.drainSeconds);
    }
  });
  void shard.connect().then(ready => post({ type: 'ready', ...ready }));
  void shard.done.then(result => {
    post({ type: 'done', result });
    port.close();
  });
}

function isShardData(data: unknown): data is ShardWorkerData {
  return typeof data === 'object' && data !== null && 'meshplaneShard' in data;
}
