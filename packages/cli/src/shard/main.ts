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

import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { isMainThread } from 'node:worker_threads';
import { shardLines, shardPlanSchema } from '@meshplane/benchmark';
import { ControlFile } from './ControlFile';
import { referenceClock } from './referenceClock';
import { runShard } from './runShard';

/*
 * The program of the load generator's image: reads its plan, makes its share of the load and tells of it on stdout.
 * Everything that it needs is in files and variables that Kubernetes brings into the container.
 */

const QUIT_TIMEOUT_MS = 1000;

// In the bundle, the threads of the engine run this file too.
if (isMainThread) void main();

async function main(): Promise<void> {
  const folder = process.env.MESHPLANE_SHARD_FOLDER ?? '/meshplane';
  const plan = shardPlanSchema.parse(
    JSON.parse(await readFile(`${folder}/plan/plan.json`, 'utf8')),
  );
  const end = new AbortController();
  process.on('SIGTERM', () => end.abort());
  process.on('SIGINT', () => end.abort());
  const control = new ControlFile(`${folder}/control/control`);
  const hasResult = await runShard(
    plan,
    Number(process.env.JOB_COMPLETION_INDEX ?? 0),
    {
      signal: end.signal,
      onControl: listener => control.watch(listener),
      emit: async message => {
        for (const line of shardLines(message)) await write(line);
      },
      reference: () =>
        referenceClock({
          host: variable('KUBERNETES_SERVICE_HOST'),
          port: process.env.KUBERNETES_SERVICE_PORT ?? '443',
          caFile: `${folder}/ca/ca.crt`,
        }),
    },
  );
  control.close();
  await Promise.all(plan.quit.map(quit));
  process.exit(hasResult ? 0 : 1);
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The variable ${name} is not set`);
  return value;
}

function write(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(line, error => (error ? reject(error) : resolve()));
  });
}

/** Asks a proxy beside this container to end; one that is not there, or does not know the question, changes nothing. */
function quit(url: string): Promise<void> {
  return new Promise(resolve => {
    const request = http.request(
      url,
      { method: 'POST', timeout: QUIT_TIMEOUT_MS },
      response => {
        response.resume();
        response.once('close', resolve);
      },
    );
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve());
    request.once('close', () => resolve());
    request.end();
  });
}
