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

import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { addedScripts } from './addedScripts';
import { median } from './statistics';
import type { BenchRow } from './types';

const ROUNDS = 5;
const LIMIT_MS = 120_000;
const ROOT = path.resolve(__dirname, '../../..');

/** Backend start with the plugin and its modules against without, and the scripts that the Mesh page adds. */
export async function startBench(): Promise<BenchRow[]> {
  const differences: number[] = [];
  const without: number[] = [];
  // The first of each fills the caches of the file system and of the transpiler.
  await startOnce(true);
  await startOnce(false);
  for (let i = 0; i < ROUNDS; i += 1) {
    const bare = await startOnce(false);
    without.push(bare);
    differences.push((await startOnce(true)) - bare);
  }
  return [
    {
      what: 'backend start, plugin and modules against without',
      value: median(differences),
      unit: 'ms',
      goal: 300,
      min: Math.min(...differences),
      max: Math.max(...differences),
      peer: `without: ${Math.round(median(without))} ms`,
    },
    ...(await addedScripts(ROOT)),
  ];
}

/** Milliseconds from the start of the process until the backend says that it is ready. */
async function startOnce(withPlugin: boolean): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      path.join(__dirname, 'startProcess.ts'),
      withPlugin ? 'with' : 'without',
      String(port),
    ],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exited = new Promise(resolve => {
    child.once('exit', resolve);
  });
  try {
    for (;;) {
      if (child.exitCode !== null) {
        throw new Error(`The backend ended with ${child.exitCode}`);
      }
      if (await isReady(port)) return performance.now() - started;
      if (performance.now() - started > LIMIT_MS) {
        throw new Error(`The backend was not ready within ${LIMIT_MS} ms`);
      }
      await new Promise(resolve => {
        setTimeout(resolve, 5);
      });
    }
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${port}/.backstage/health/v1/readiness`;
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
