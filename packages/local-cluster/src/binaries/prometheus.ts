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
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, packageFolder } from '../paths';
import { withLock } from '../process/lock';
import { findGo, goEnvironment, GoMissingError } from './goBuild';
import { findOnPath, isExecutable } from './onPath';
import { hashSources } from './sources';

const run = promisify(execFile);

const PROGRAM = 'github.com/prometheus/prometheus/cmd/prometheus';
/** A cold build takes some minutes on two slow cores; what takes longer hangs. */
const BUILD_TIMEOUT_MS = 20 * 60 * 1000;

const FLAGS = [
  '-trimpath',
  // Making debug information, which the linker drops, takes a tenth of the compilers' time.
  '-gcflags=all=-dwarf=false',
  // Modules have version 0.313 where the program has 3.13; the program does not find its own.
  '-ldflags=-s -w -X github.com/prometheus/common/version.Version=3.13.5',
  // Service discoveries bring the libraries of all clouds; targets of tests are listed in files.
  '-tags=remove_all_sd',
];

/**
 * A Prometheus server for tests and for trying things out: the one on `PATH`, else one that is built from its Go module
 * once and kept in the cache.
 *
 * @param onBuild - called before a build begins, which takes a minute or more
 * @throws Error that says what to do, when there is no Go or the module cannot be fetched
 * @public
 */
export async function resolvePrometheus(
  onBuild: () => void = () => {},
): Promise<string> {
  return (await findOnPath('prometheus')) ?? (await ensureBuilt(onBuild));
}

async function ensureBuilt(onBuild: () => void): Promise<string> {
  const module = join(packageFolder(), 'prometheus');
  const digest = await hashSources(module, './none', FLAGS);
  const output = join(
    cacheFolder(),
    'bin',
    `prometheus-${digest}`,
    'prometheus',
  );
  await withLock(
    join(cacheFolder(), 'prometheus.lock'),
    { timeoutMs: BUILD_TIMEOUT_MS },
    async () => {
      if (await isExecutable(output)) {
        // Builds that nobody uses are removed by their date.
        const now = new Date();
        await utimes(dirname(output), now, now);
        return;
      }
      onBuild();
      await build(module, output);
    },
  );
  return output;
}

async function build(module: string, output: string): Promise<void> {
  const draft = `${output}.${process.pid}`;
  try {
    const go = await findGo();
    await mkdir(dirname(output), { recursive: true, mode: 0o700 });
    await run(go, ['build', '-mod=readonly', ...FLAGS, '-o', draft, PROGRAM], {
      cwd: module,
      env: goEnvironment(),
      timeout: BUILD_TIMEOUT_MS,
      maxBuffer: 16 * 1024 * 1024,
    });
    await rename(draft, output);
  } catch (error) {
    throw new Error(explain(error));
  } finally {
    await rm(draft, { force: true });
  }
}

function explain(error: unknown): string {
  if (error instanceof GoMissingError) {
    return 'There is no "prometheus" on PATH, and no Go 1.26 or newer to build it with: install one of them (https://prometheus.io/download, https://go.dev/dl/).';
  }
  const { stderr, killed, message } = error as {
    stderr?: string;
    killed?: boolean;
    message: string;
  };
  if (killed) {
    return `Building Prometheus took longer than ${
      BUILD_TIMEOUT_MS / 60_000
    } minutes and was stopped; the next try goes on where this one ended.`;
  }
  const last = (stderr || message).trim().split('\n').slice(-10).join('\n');
  return /dial tcp|no such host|proxy|i\/o timeout|connection refused/i.test(
    last,
  )
    ? `Prometheus is built from its Go module once, and the module could not be fetched: check the network and GOPROXY, or put a "prometheus" on PATH.\n${last}`
    : `Building Prometheus failed:\n${last}`;
}
