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
import { constants } from 'node:fs';
import { access, mkdtemp, rm, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { devNull, tmpdir } from 'node:os';
import { UsageError } from '../exits';

const TIMEOUT_MS = 120_000;
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Programs that render folders, and the variable that names each. */
const VARIABLES = { helm: 'HELM_BIN', kubectl: 'KUBECTL_BIN' } as const;
export type Program = keyof typeof VARIABLES;

/** What a program printed, or what it says went wrong. */
export type Ran = { stdout: string } | { error: string };

/**
 * Finds a program: where its variable says, else on the PATH.
 *
 * @throws UsageError that says how to get it
 */
export async function findProgram(
  program: Program,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const variable = VARIABLES[program];
  const named = env[variable];
  if (named) {
    if (await isExecutable(named)) return named;
    throw new UsageError(
      `There is no executable file "${named}", which the environment variable ${variable} names`,
    );
  }
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder, program);
    if (folder && (await isExecutable(path))) return path;
  }
  throw new UsageError(
    `"${program}" is needed to render this folder, and it is not on the PATH: install it, or set ${variable}`,
  );
}

/**
 * Runs a program without anything of this environment: no cluster, no credentials, no plugins, no other programs that it
 * could call.
 */
export async function runProgram(
  path: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Ran> {
  const home = await mkdtemp(join(tmpdir(), 'meshplane-render-'));
  try {
    return await new Promise<Ran>(resolve => {
      execFile(
        path,
        args,
        {
          timeout: TIMEOUT_MS,
          maxBuffer: MAX_OUTPUT,
          signal,
          env: { HOME: home, PATH: home, KUBECONFIG: devNull },
        },
        (error, stdout, stderr) => {
          if (!error) resolve({ stdout });
          else resolve({ error: stderr.trim() || error.message });
        },
      );
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
