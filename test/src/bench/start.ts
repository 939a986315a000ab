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

import path from 'node:path';
import { addedScripts } from './addedScripts';
import { startBackendProcess } from './backendProcess';
import { median } from './statistics';
import type { BenchRow } from './types';

const ROUNDS = 5;
const ROOT = path.resolve(__dirname, '../../..');

/** Backend start with the plugin and its modules against without, and the scripts that the Mesh page adds. */
export async function startBench(): Promise<BenchRow[]> {
  // Needs no start of a backend, and says at once if the app is not built.
  const scripts = await addedScripts(ROOT);
  const differences: number[] = [];
  const without: number[] = [];
  // The first of each fills the caches of the file system.
  await startOnce('with');
  await startOnce('without');
  for (let i = 0; i < ROUNDS; i += 1) {
    const bare = await startOnce('without');
    without.push(bare);
    differences.push((await startOnce('with')) - bare);
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
    ...scripts,
  ];
}

/** Milliseconds from the start of the process until the backend says that it is ready. */
async function startOnce(variant: 'with' | 'without'): Promise<number> {
  const backend = await startBackendProcess(
    path.join(__dirname, 'startProcess.ts'),
    { args: [variant] },
  );
  await backend.stop();
  return backend.readyMs;
}
