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

import {
  constantRate,
  generators,
  importPerformance,
  type Invocation,
  loadSeconds,
  resultOfGenerator,
} from '@meshplane/benchmark';
import type { LoadProfile, RunResult } from '@meshplane/benchmark/model';
import type { RunnerChoice } from '@meshplane/plugin-meshplane-common';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Timing } from '../../../clusters/timing';
import type { NamespaceApi } from '../kube/NamespaceApi';
import { runName } from '../kube/names';
import { pinnedProfile } from '../local/pinnedProfile';
import type { RunnerOutcome, RunnerRequest } from '../Runner';
import { printedDocument } from '../printedDocument';
import { CONTAINER, FOLDER, type GeneratorContainer } from './jobManifest';
import { PodBoard } from './PodBoard';
import { Ticker } from './Ticker';

const SECOND = 1000;
const END_GRACE_MS = 60 * SECOND;
const FILES = 'files';
const MAX_LOG = 64 * 1024 * 1024;

type OtherGenerator = 'fortio' | 'nighthawk';
type JobChoice = Extract<RunnerChoice, { type: 'job' }>;

/** A program that is ready to be run by a Job. */
export interface PreparedProgram {
  container: GeneratorContainer;
  files: Record<string, Uint8Array | string>;
  /** The load with addresses in place of names. */
  load: LoadProfile;
  notes: string[];
}

/** Programs that Jobs can run beside the engine of this project, with the start that their images need. */
export const OTHER_GENERATORS: Record<
  OtherGenerator,
  {
    prepare(
      request: RunnerRequest,
      choice: JobChoice,
      image: string,
    ): Promise<PreparedProgram>;
  }
> = {
  fortio: {
    // Its image starts it.
    prepare: (request, choice, image) =>
      prepare('fortio', request, choice, image, undefined),
  },
  nighthawk: {
    prepare: (request, choice, image) =>
      prepare('nighthawk', request, choice, image, ['nighthawk_client']),
  },
};

async function prepare(
  name: OtherGenerator,
  { runId, load: asked, addresses }: RunnerRequest,
  { shards, sidecar }: JobChoice,
  image: string,
  command: string[] | undefined,
): Promise<PreparedProgram> {
  if (shards > 1)
    throw new Error(
      `"runner.shards": results of several pods of ${name} cannot be put together exactly, since it keeps buckets; take one shard, or the generator "meshplane"`,
    );
  const unmet = generators[name].unsupported(asked);
  if (unmet.length > 0) throw new Error(unmet.join('; '));
  const pinned = pinnedProfile(asked, addresses, name);
  if ('problem' in pinned) throw new Error(pinned.problem);
  const { load } = pinned;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-job-'));
  try {
    const start = async (seconds: number) =>
      inContainer(
        await generators[name].invocation(load, { seconds, folder }),
        folder,
      );
    const files: PreparedProgram['files'] = {};
    const env: object[] = [];
    const args = bySecret(
      runId,
      'ARG',
      await start(loadSeconds(load)),
      files,
      env,
    );
    const warms = load.warmupSeconds > 0 && !sidecar;
    const warmup = warms
      ? bySecret(runId, 'WARM', await start(load.warmupSeconds), files, env)
      : undefined;
    for (const file of await readdir(folder))
      files[file] = await readFile(path.join(folder, file));
    return {
      load,
      files,
      container: {
        image,
        command,
        args,
        env,
        warmup: warmup && { command, args: warmup },
        secretFolder: FILES,
        controlled: false,
      },
      notes: [
        ...pinned.notes,
        `${name} says nothing while it runs: there is no live view, and an error rate cannot stop it`,
        ...warmupNotes(name, load, sidecar),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function warmupNotes(
  name: string,
  { warmupSeconds }: LoadProfile,
  sidecar: boolean,
): string[] {
  if (warmupSeconds === 0) return [];
  return [
    sidecar
      ? `There was no warm-up: what runs before ${name} has no network beside a proxy`
      : `The warm-up of ${warmupSeconds} s was a run of its own: ${name} cannot warm up the connections that it measures`,
  ];
}

/** Arguments as the program in the container needs them: with its folder, and with the result on stdout. */
function inContainer(
  { args, resultFile }: Invocation,
  folder: string,
): string[] {
  return args.map(arg =>
    arg === resultFile ? '-' : arg.replaceAll(folder, `${FOLDER}/${FILES}`),
  );
}

/** Arguments have addresses and headers in them: the Job refers to them, and the Secret has them. */
function bySecret(
  runId: string,
  prefix: string,
  args: readonly string[],
  files: PreparedProgram['files'],
  env: object[],
): string[] {
  return args.map((arg, index) => {
    const name = `${prefix}_${index}`;
    files[name] = arg;
    env.push({
      name,
      valueFrom: { secretKeyRef: { name: runName(runId), key: name } },
    });
    return `$(${name})`;
  });
}

export interface ProgramRunOptions {
  api: NamespaceApi;
  jobName: string;
  request: RunnerRequest;
  generator: OtherGenerator;
  load: LoadProfile;
  notes: readonly string[];
  startTimeoutMs: number;
  plannedMs: number;
  timing: Timing;
}

/**
 * Waits for the one pod of another generator, and reads its result out of its log.
 *
 * @throws Error if there is none; a cancel leaves none, since these programs print at their end only
 */
export async function runProgram(
  options: ProgramRunOptions,
): Promise<RunnerOutcome> {
  const { api, jobName, request, generator, timing } = options;
  const logs = new AbortController();
  const board = new PodBoard({
    api,
    jobName,
    timing,
    runId: request.runId,
    shards: 1,
    startTimeoutMs: options.startTimeoutMs,
    signal: logs.signal,
    onMessage: () => {},
  });
  options.notes.forEach(request.onMessage);
  const [shard] = board.shards;
  const ticker = new Ticker(timing);
  const wake = () => ticker.wake();
  request.signal.addEventListener('abort', wake);
  try {
    const begun = timing.now();
    const isRunning = () => shard.pod?.status.phase === 'Running';
    let deadline = begun + options.startTimeoutMs;
    let hasRun = false;
    while (!shard.over) {
      if (request.signal.aborted)
        throw new Error(
          `It was cancelled, and ${generator} gives its result at its end only`,
        );
      await board.look();
      if (!hasRun && isRunning()) {
        hasRun = true;
        deadline =
          timing.now() +
          options.plannedMs +
          request.load.warmupSeconds * SECOND +
          END_GRACE_MS;
      }
      const trouble = hasRun ? undefined : await board.trouble();
      if (trouble) throw new Error(trouble);
      if (timing.now() > deadline)
        throw new Error(`It did not end in time: ${board.describe(shard)}`);
      if (!shard.over) await ticker.next();
    }
    const result = await readResult(options, board);
    const from = Date.parse(result.startedAt!);
    return {
      result,
      window: { from, to: from + result.measuredSeconds * SECOND },
      hosts: shard.pod?.spec.nodeName ? [shard.pod.spec.nodeName] : [],
    };
  } finally {
    request.signal.removeEventListener('abort', wake);
    logs.abort();
  }
}

async function readResult(
  { api, request, generator, load }: ProgramRunOptions,
  board: PodBoard,
): Promise<RunResult> {
  const [shard] = board.shards;
  let log = '';
  if (shard.pod)
    await api.followLog(
      shard.pod.metadata.name,
      CONTAINER,
      text => {
        if (log.length < MAX_LOG) log += text;
      },
      request.signal,
    );
  const printed = printedDocument(log);
  const report = printed
    ? importPerformance(printed, { fileName: load.name })
    : undefined;
  const measured = report?.results[0];
  if (!measured)
    throw new Error(
      `${board.describe(shard)} without a readable result${
        report?.errors[0] ? `: ${report.errors[0].message}` : ''
      }`,
    );
  return {
    ...resultOfGenerator(measured, {
      profile: request.load,
      generator,
      caveats: generators[generator].caveats,
      cancelled: false,
      targetRate: constantRate(load),
      startedAt: new Date().toISOString(),
      warnings: report!.warnings.map(({ message }) => message),
    }),
    id: request.runId,
  };
}
