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

import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../paths';
import { ownIdentity } from '../process/identity';
import { withLock } from '../process/lock';
import { BuildState, OnProgress, writeBuildState } from './buildState';
import {
  buildFlags,
  compile,
  downloadModules,
  findGo,
  GoBuild,
  listPackages,
} from './goBuild';
import { isExecutable } from './onPath';
import { CompileProgress } from './progress';
import { hashSources, moduleFolder } from './sources';
import { KUBERNETES_VERSION } from './versions';

const BUILD_TIMEOUT_MS = 60 * 60 * 1000;
const KEEP_UNUSED_MS = 14 * 24 * 60 * 60 * 1000;

// Shares of the whole time, so that the percent never stands still for long.
const DOWNLOADED = 5;
const COMPILED = 95;

/** One binary that is built from the Go module. */
export interface BuiltBinary {
  /** File name in the cache. */
  name: string;
  /** The main package, relative to the module. */
  mainPackage: string;
}

/** The control plane's multi-call binary. */
export const CONTROL_PLANE: BuiltBinary = {
  name: 'control-plane',
  mainPackage: './cmd/control-plane',
};

/** The proxy behind the egress selector, without the rest. */
export const EGRESS: BuiltBinary = {
  name: 'egress',
  mainPackage: './cmd/egress',
};

/**
 * Where the binary for this checkout's sources is, or will be: outside the
 * checkout, so that a fresh clone finds what an earlier one built.
 */
export async function builtBinaryPath(binary: BuiltBinary): Promise<string> {
  const digest = await hashSources(
    moduleFolder(),
    binary.mainPackage,
    buildFlags(KUBERNETES_VERSION),
  );
  return join(
    cacheFolder(),
    'bin',
    `${KUBERNETES_VERSION}-${digest}`,
    binary.name,
  );
}

/**
 * The path of a binary of the Go module, built now if it never was. Only one
 * process builds; others wait for it.
 *
 * @throws GoMissingError when it has to be built and there is no Go
 */
export async function ensureBuilt(
  binary: BuiltBinary = CONTROL_PLANE,
  onProgress: OnProgress = () => {},
): Promise<string> {
  const output = await builtBinaryPath(binary);
  if (await isExecutable(output)) {
    await markUsed(output);
    return output;
  }
  await withLock(
    join(cacheFolder(), 'build.lock'),
    {
      timeoutMs: BUILD_TIMEOUT_MS,
      onWait: () =>
        onProgress({
          phase: 'waiting',
          percent: 0,
          message: 'Another process builds the control plane; waiting for it.',
        }),
    },
    async () => {
      if (!(await isExecutable(output))) {
        await build(binary, output, onProgress);
        await removeUnused(dirname(dirname(output)));
      }
    },
  );
  return output;
}

/** Dates the folder of a build, so that only unused ones are removed. */
async function markUsed(output: string): Promise<void> {
  const now = new Date();
  await utimes(dirname(output), now, now);
}

/** Removes what earlier versions of the sources left, 130 MB each. */
async function removeUnused(folder: string): Promise<void> {
  const oldest = Date.now() - KEEP_UNUSED_MS;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs < oldest) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function build(
  binary: BuiltBinary,
  output: string,
  onProgress: OnProgress,
): Promise<void> {
  const report = reporter(onProgress);
  try {
    const go = await findGo();
    const goBuild: GoBuild = {
      folder: moduleFolder(),
      mainPackage: binary.mainPackage,
      version: KUBERNETES_VERSION,
      output: `${output}.${process.pid}`,
    };
    await mkdir(dirname(output), { recursive: true, mode: 0o700 });
    await report(
      'downloading',
      0,
      'Fetching the Go modules of Kubernetes, etcd and kwok',
    );
    await downloadModules(go, goBuild);
    try {
      const progress = new CompileProgress(await listPackages(go, goBuild));
      const compiling = () => {
        const done = progress.percent;
        const share = DOWNLOADED + ((COMPILED - DOWNLOADED) * done) / 100;
        return report(
          'compiling',
          share,
          `Compiling ${binary.name} (${done} % of its packages)`,
        );
      };
      await compiling();
      await compile(go, goBuild, line => {
        progress.add(line);
        // What is written here only informs; the next line tries again.
        (progress.done
          ? report('linking', COMPILED, `Linking ${binary.name}`)
          : compiling()
        ).catch(() => {});
      });
      await rename(goBuild.output, output);
    } finally {
      await rm(goBuild.output, { force: true });
    }
    await report('ready', 100, `Built ${binary.name}`);
  } catch (error) {
    await report('failed', 0, (error as Error).message);
    throw error;
  }
}

/** Tells the caller and every other process, once per change of the percent. */
function reporter(onProgress: OnProgress) {
  const builder = ownIdentity();
  let last = '';
  let writing = Promise.resolve();
  return (phase: BuildState['phase'], exact: number, message: string) => {
    const percent = Math.floor(exact);
    if (`${phase}${percent}` === last) {
      return writing;
    }
    last = `${phase}${percent}`;
    onProgress({ phase, percent, message });
    // In order: an older state must not overwrite a newer one.
    writing = writing
      .catch(() => {})
      .then(() =>
        writeBuildState({
          phase,
          percent,
          message,
          updatedAt: new Date().toISOString(),
          builder,
        }),
      );
    return writing;
  };
}
