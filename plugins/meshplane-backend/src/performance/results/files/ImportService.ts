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

import type { ImportReport, RunResult } from '@meshplane/benchmark/model';
import {
  type PerformanceImport,
  profileInputSchema,
} from '@meshplane/plugin-meshplane-common';
import { randomUUID } from 'node:crypto';
import { withoutCredentials } from '../../guard/credentials';
import {
  type ProfileService,
  storageProblems,
} from '../../profiles/ProfileService';
import { rowOf } from '../../runs/results';
import { sentenceOf } from '../../runs/RunRefusedError';
import type {
  PerformanceStores,
  ProfileRow,
  RunPlan,
  RunRow,
} from '../../stores/model';
import {
  runSummaryOf,
  type Subject,
  subjectOfInput,
  subjectOfRun,
  targetsOf,
  type Viewer,
} from '../../viewing';
import type { Computer } from '../compute/computeTasks';

const MAX_NAME = 200;

/** A file, and what its results belong to. */
export interface ImportRequest {
  fileName: string;
  content: Uint8Array;
  entityRef?: string;
  profileId?: string;
  by: string;
}

/** What a file would bring; nothing is stored yet. */
export interface PreparedImport {
  report: ImportReport;
  runs: { row: RunRow; result: RunResult; plan?: RunPlan }[];
  profiles: { id: string; input: ProfileRow['input'] }[];
  errors: PerformanceImport['errors'];
  /** What permissions on all of it depend on. */
  subjects: Subject[];
  by: string;
}

export interface ImportServiceOptions {
  stores: Pick<PerformanceStores, 'runs'>;
  profiles: Pick<ProfileService, 'create'>;
  computer: Computer;
  now(): Date;
  newId?: () => string;
}

/** Takes results and profiles of other tools. Permissions are the business of the caller. */
export class ImportService {
  readonly #options: ImportServiceOptions;

  constructor(options: ImportServiceOptions) {
    this.#options = options;
  }

  /** Reads a file; everything wrong with it is in its errors. */
  async prepare(request: ImportRequest): Promise<PreparedImport> {
    const { computer, newId = randomUUID } = this.#options;
    const { content, entityRef, fileName } = request;
    const report = await computer.compute('readFile', { fileName, content });
    const runs = report.results.map(result => this.#runOf(result, request));
    const errors: PerformanceImport['errors'] = [...report.errors];
    const profiles = report.profiles.flatMap(load => {
      const problems = storageProblems(load);
      const parsed = profileInputSchema.safeParse({
        name: load.name.slice(0, MAX_NAME),
        load,
        ...(entityRef && { entityRef }),
      });
      if (parsed.success && problems.length === 0)
        return [{ id: newId(), input: parsed.data }];
      errors.push({
        path: load.name,
        message: parsed.success
          ? sentenceOf(problems)
          : parsed.error.issues[0].message,
      });
      return [];
    });
    return {
      report,
      runs,
      profiles,
      errors,
      subjects: [
        ...runs.map(({ row }) => subjectOfRun(row)),
        ...profiles.map(({ input }) => subjectOfInput(input)),
      ],
      by: request.by,
    };
  }

  /** Stores what was prepared, or only says what that would be. */
  async finish(
    prepared: PreparedImport,
    { dryRun, viewer }: { dryRun: boolean; viewer: Viewer },
  ): Promise<PerformanceImport> {
    const { report, runs, profiles, errors, by } = prepared;
    const named = [];
    if (!dryRun)
      for (const { row, result, plan } of runs) {
        await this.#options.stores.runs.create(row, plan);
        await this.#options.stores.runs.saveResult(row.id, result);
      }
    for (const { id, input } of profiles) {
      const stored = dryRun
        ? { id }
        : await this.#options.profiles.create(input, by);
      named.push({ id: stored.id, name: input.name });
    }
    return {
      format: report.format,
      runs: runs.map(({ row }) => runSummaryOf(row, viewer)),
      profiles: named,
      errors,
      warnings: report.warnings,
    };
  }

  #runOf(
    foreign: RunResult,
    request: ImportRequest,
  ): PreparedImport['runs'][number] {
    const { newId = randomUUID, now } = this.#options;
    const { by, entityRef, profileId } = request;
    const profile = foreign.profile && withoutCredentials(foreign.profile);
    const result: RunResult = { ...foreign, ...(profile && { profile }) };
    const input = profile && inputOf(profile, entityRef);
    const targets = targetsOf(profile?.endpoints.map(({ url }) => url) ?? []);
    const name = (result.name || request.fileName).slice(0, MAX_NAME);
    const { end } = result;
    const row: RunRow = {
      id: newId(),
      name,
      state:
        end === 'complete' || end === 'aborted-by-gate'
          ? 'succeeded'
          : 'failed',
      message: `Imported from "${request.fileName}"`,
      ...(profileId && { profileId }),
      ...(entityRef && { entityRef }),
      targets,
      queueKey: targets.join(','),
      generator: result.generator.name,
      origin: 'import',
      ...(result.labels.version && { release: result.labels.version }),
      labels: result.labels,
      note: '',
      createdAt: now().toISOString(),
      createdBy: by,
      ...(result.startedAt && { startedAt: result.startedAt }),
      // No end: results are kept for so long since they came here, not since they were measured elsewhere.
      baseline: false,
      ...rowOf(result),
    };
    return {
      row,
      result,
      ...(profile && input && { plan: { load: profile, input } }),
    };
  }
}

function inputOf(
  load: RunPlan['load'],
  entityRef: string | undefined,
): RunPlan['input'] | undefined {
  const parsed = profileInputSchema.safeParse({
    name: load.name.slice(0, MAX_NAME),
    load,
    ...(entityRef && { entityRef }),
  });
  return parsed.success ? parsed.data : undefined;
}
