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

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { importPerformance } from '../formats';
import type { LoadProfile } from '../model/profile';
import type { RunResult } from '../model/result';
import { runToEnd, type Finished } from './childProcess';
import { constantRate, loadSeconds } from './demands';
import {
  GeneratorError,
  type Generator,
  type GeneratorName,
  type GeneratorRunOptions,
  type Invocation,
} from './Generator';
import { executable, findOnPath } from './locate';
import { runResult } from './runResult';

const MIB = 1024 * 1024;
const MAX_RESULT = 256 * MIB;
const LINES_OF_TROUBLE = 5;

/** What one program adds to the common way of running them. */
export interface ExternalGenerator {
  name: GeneratorName;
  binaries: readonly string[];
  caveats: readonly string[];
  hint: string;
  /** Arguments that print version or help, and how to read them: `undefined` says that it is another program. */
  probe: {
    args: readonly string[];
    version(output: string): { version?: string } | undefined;
  };
  unsupported(profile: LoadProfile): string[];
  /**
   * Arguments for a profile that `unsupported` has nothing against.
   *
   * @param seconds - length of the load, instead of that in the profile
   * @param folder - private to this run and removed after it
   */
  invocation(
    profile: LoadProfile,
    options: { seconds: number; folder: string },
  ): Promise<Invocation>;
}

/** Makes a {@link Generator} of the description of a program. */
export function externalGenerator(external: ExternalGenerator): Generator {
  const available = (program?: string) => locate(external, program);
  return {
    name: external.name,
    caveats: external.caveats,
    hint: external.hint,
    available,
    unsupported: profile => external.unsupported(profile),
    invocation: (profile, options) => external.invocation(profile, options),
    async run(profile, options = {}) {
      const program = await available(options.program);
      if (!program) {
        throw new GeneratorError(
          external.name,
          options.program
            ? `"${options.program}" is not ${external.name}, or cannot be run. ${external.hint}`
            : `There is no "${external.binaries.join('" or "')}" on the PATH. ${
                external.hint
              }`,
        );
      }
      const unmet = external.unsupported(profile);
      if (unmet.length > 0) {
        throw new GeneratorError(external.name, unmet.join('\n'));
      }
      const folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-load-'));
      try {
        return await runIn(folder, external, program, profile, options);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function locate(external: ExternalGenerator, program?: string) {
  for (const binary of program ? [program] : external.binaries) {
    const found = program
      ? await executable(program)
      : await findOnPath(binary);
    if (!found) continue;
    const { stdout, stderr } = await runToEnd(found, external.probe.args);
    const known = external.probe.version(`${stdout}\n${stderr}`);
    if (known) return { path: found, ...known };
  }
  return undefined;
}

async function runIn(
  folder: string,
  external: ExternalGenerator,
  program: { path: string; version?: string },
  profile: LoadProfile,
  options: GeneratorRunOptions,
): Promise<RunResult> {
  const warnings: string[] = [];
  if (profile.warmupSeconds > 0) {
    warnings.push(
      `The warm-up of ${profile.warmupSeconds} s was a run of its own: ${external.name} cannot warm up the connections that it measures`,
    );
    const warmup = await external.invocation(profile, {
      seconds: profile.warmupSeconds,
      folder,
    });
    await start(program.path, warmup, options);
  }
  const startedAt = new Date().toISOString();
  const invocation = await external.invocation(profile, {
    seconds: loadSeconds(profile),
    folder,
  });
  const finished = await start(program.path, invocation, options);
  const text = await resultText(program.path, invocation, finished);
  const report = importPerformance(text, {
    fileName: profile.name,
    // Latencies of one run stay on this machine; what a stranger sends is limited more strictly.
    limits: { maxBytes: MAX_RESULT },
  });
  const [measured] = report.results;
  if (!measured) {
    throw new GeneratorError(
      external.name,
      failure(external.name, finished, report.errors[0]?.message),
    );
  }
  return runResult(measured, {
    profile,
    generator: external.name,
    version: program.version,
    caveats: external.caveats,
    cpuSeconds: finished.cpuSeconds,
    cancelled: finished.interrupted,
    targetRate: constantRate(profile),
    startedAt,
    warnings: [
      ...warnings,
      ...report.warnings.map(({ message }) => message),
      ...report.errors.map(({ message }) => message),
    ],
  });
}

function start(
  command: string,
  invocation: Invocation,
  { signal }: GeneratorRunOptions,
): Promise<Finished> {
  return runToEnd(command, invocation.args, {
    stdin: invocation.stdin,
    env: { ...process.env, ...invocation.env },
    signal,
  });
}

async function resultText(
  command: string,
  invocation: Invocation,
  finished: Finished,
): Promise<string> {
  if (invocation.convert) {
    return (await runToEnd(command, invocation.convert)).stdout;
  }
  if (!invocation.resultFile) return finished.stdout;
  try {
    return await readFile(invocation.resultFile, 'utf8');
  } catch {
    // It was never written: the caller says why, from what the program printed.
    return '';
  }
}

function failure(name: string, finished: Finished, importError = ''): string {
  const end =
    finished.signal !== null
      ? `was ended by ${finished.signal}`
      : `ended with code ${finished.code}`;
  const said = `${finished.stderr}\n${finished.stdout}`
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
    .slice(0, LINES_OF_TROUBLE)
    .join('\n');
  return [`${name} ${end} without a readable result.`, importError, said]
    .filter(Boolean)
    .join('\n');
}
