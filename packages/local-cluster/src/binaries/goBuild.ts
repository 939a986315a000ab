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

import { execFile, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import { findOnPath } from './onPath';

const run = promisify(execFile);

/** What one Go build makes. */
export interface GoBuild {
  /** The Go module's folder. */
  folder: string;
  /** The main package, for example `./cmd/control-plane`. */
  mainPackage: string;
  /** The Kubernetes version to report, for example `v1.36.3`. */
  version: string;
  /** Where the binary goes. */
  output: string;
}

/** The arguments of `go build` that decide what comes out. */
export function buildFlags(version: string): string[] {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? [];
  if (!major) {
    throw new Error(`Not a Kubernetes version: "${version}"`);
  }
  const variable = (name: string, value: string) =>
    `-X k8s.io/component-base/version.${name}=${value}`;
  return [
    '-trimpath',
    // The linker drops debug information ("-w"); making it takes a tenth of the
    // compilers' time.
    '-gcflags=all=-dwarf=false',
    '-ldflags',
    [
      '-s -w',
      // Without a version, clients cannot parse what the server answers.
      variable('gitVersion', version),
      variable('gitMajor', major),
      variable('gitMinor', minor),
      variable('gitTreeState', 'clean'),
      variable('gitCommit', 'unknown'),
    ].join(' '),
  ];
}

/** Thrown when there is no Go to build with; the message says what to do. */
export class GoMissingError extends Error {
  constructor() {
    super(
      [
        'The Kubernetes control plane has to be built once, and that needs Go 1.26 or newer, which was found',
        'neither on PATH nor in /usr/local/go/bin. Either install Go (https://go.dev/dl/, or "brew install go", or',
        '"apt-get install golang-go": an older Go, from 1.21 on, fetches 1.26 by itself), or set KUBEBUILDER_ASSETS',
        'to a folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok.',
      ].join('\n'),
    );
    this.name = 'GoMissingError';
  }
}

/** Finds `go` on PATH or where its installer puts it. */
export async function findGo(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const found = await findOnPath('go', env);
  if (found) {
    return found;
  }
  const usual = '/usr/local/go/bin/go';
  try {
    await access(usual, constants.X_OK);
    return usual;
  } catch {
    throw new GoMissingError();
  }
}

/** The environment in which Go builds. */
export function goEnvironment(): NodeJS.ProcessEnv {
  // Workspaces and flags of the user's own Go projects must not leak in.
  return { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '' };
}

/** Fetches the modules that the build needs. */
export async function downloadModules(
  go: string,
  build: GoBuild,
): Promise<void> {
  await run(go, ['mod', 'download'], {
    cwd: build.folder,
    env: goEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** The import paths of all packages that go into the binary. */
export async function listPackages(
  go: string,
  build: GoBuild,
): Promise<string[]> {
  const { stdout } = await run(go, ['list', '-deps', build.mainPackage], {
    cwd: build.folder,
    env: goEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').filter(line => line !== '');
}

/**
 * Runs `go build` and reports each package as its compilation starts.
 *
 * @param onLine - called with each line that `go build -v` prints
 * @throws Error with the compiler's messages
 */
export async function compile(
  go: string,
  build: GoBuild,
  onLine: (line: string) => void,
): Promise<void> {
  const args = ['build', '-v', ...buildFlags(build.version)];
  const child = spawn(go, [...args, '-o', build.output, build.mainPackage], {
    cwd: build.folder,
    env: goEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const recent: string[] = [];
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      recent.push(line);
      onLine(line);
    }
    recent.splice(0, recent.length - 40);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(
      `Building the control plane failed ("${go} build" in "${
        build.folder
      }" ended with ${code}):\n${[...recent, rest].join('\n')}`,
    );
  }
}
