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

import { type ShardLoadPlan, splitProfile } from '@meshplane/benchmark';
import type { LoadProfile } from '@meshplane/benchmark/model';
import type { RunnerChoice } from '@meshplane/plugin-meshplane-common';
import type { ClusterAccess } from '../../../clusters/ClusterAccess';
import { systemTiming, type Timing } from '../../../clusters/timing';
import { cleanText } from '../../../operations/secrets';
import type { JobSettings } from '../../config';
import { apiOf, canMakeLoad } from '../kube/clusters';
import type { NamespaceApi } from '../kube/NamespaceApi';
import { runName } from '../kube/names';
import { QUIT_URLS } from '../kube/sidecars';
import { withoutSecretsOf } from '../withoutSecrets';
import type { Runner, RunnerOutcome, RunnerRequest } from '../Runner';
import {
  type GeneratorContainer,
  jobManifest,
  secretManifest,
} from './jobManifest';
import { OTHER_GENERATORS, runProgram } from './ProgramRun';
import { ShardedRun } from './ShardedRun';

const SECOND = 1000;
/** What may be added to everything that is planned before Kubernetes ends the pods. */
const SLACK_SECONDS = 180;

type JobChoice = Extract<RunnerChoice, { type: 'job' }>;
type Offers = Awaited<ReturnType<Runner['offers']>>;

export interface JobRunnerOptions {
  clusters: Pick<ClusterAccess, 'list' | 'get'>;
  settings: JobSettings;
  /** Whether `meshplane.features.performance` lets load be made inside of clusters. */
  enabled: boolean;
  timing?: Timing;
}

/** Makes load with the pods of an indexed Job, in the cluster itself. */
export class JobRunner implements Runner {
  readonly type = 'job';
  readonly #options: JobRunnerOptions;
  readonly #timing: Timing;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
    this.#timing = options.timing ?? systemTiming;
  }

  async offers(): Promise<Offers> {
    return this.#options.clusters.list().flatMap(cluster =>
      (['meshplane', 'fortio', 'nighthawk'] as const).map(generator => {
        const problem =
          canMakeLoad(cluster, this.#options.enabled) ??
          this.#missingImage(generator);
        return {
          generator,
          cluster: cluster.name,
          available: problem === undefined,
          note: problem ?? `Image ${this.#imageOf(generator)}`,
        };
      }),
    );
  }

  async run(request: RunnerRequest): Promise<RunnerOutcome> {
    const { choice, load } = request;
    if (choice.type !== 'job')
      throw new Error(`This is no runner for "${choice.type}"`);
    const api = this.#api(choice);
    try {
      return choice.generator === 'meshplane'
        ? await this.#runEngine(api, choice, request)
        : await this.#runOther(api, choice, request);
    } catch (error) {
      throw new Error(
        withoutSecretsOf(
          load,
          cleanText(error instanceof Error ? error.message : String(error)),
        ),
      );
    }
  }

  async cleanUp(runId: string, choice: RunnerChoice): Promise<void> {
    if (choice.type !== 'job') return;
    await removeRun(this.#api(choice), runId);
  }

  async #runEngine(
    api: NamespaceApi,
    choice: JobChoice,
    request: RunnerRequest,
  ): Promise<RunnerOutcome> {
    const { runId, load, addresses, signal } = request;
    if (load.transport === 'http1-autocannon')
      throw new Error(
        '"load.transport": pods cannot do "http1-autocannon"; take "http1"',
      );
    splitProfile(load, choice.shards);
    const plan: ShardLoadPlan = {
      version: 'meshplane.io/shard-plan/v1',
      runId,
      load,
      shards: choice.shards,
      addresses: Object.fromEntries(
        [...addresses].map(([host, all]) => [host, [...all]]),
      ),
      startTimeoutSeconds: this.#options.settings.startTimeoutMs / SECOND,
      quit: choice.sidecar ? [...QUIT_URLS] : [],
    };
    signal.throwIfAborted();
    return this.#withJob(
      api,
      choice,
      request,
      {
        image: this.#imageOf('meshplane')!,
        secretFolder: 'plan',
        controlled: true,
      },
      { 'plan.json': JSON.stringify(plan) },
      jobName =>
        new ShardedRun({
          api,
          jobName,
          request,
          shards: choice.shards,
          startTimeoutMs: this.#options.settings.startTimeoutMs,
          plannedMs: plannedSeconds(load) * SECOND,
          timing: this.#timing,
        }).run(),
    );
  }

  async #runOther(
    api: NamespaceApi,
    choice: JobChoice,
    request: RunnerRequest,
  ): Promise<RunnerOutcome> {
    const name = choice.generator as keyof typeof OTHER_GENERATORS;
    const program = await OTHER_GENERATORS[name].prepare(
      request,
      choice,
      this.#imageOf(name)!,
    );
    return this.#withJob(
      api,
      choice,
      request,
      program.container,
      program.files,
      jobName =>
        runProgram({
          api,
          jobName,
          request,
          generator: name,
          load: program.load,
          startTimeoutMs: this.#options.settings.startTimeoutMs,
          plannedMs: plannedSeconds(request.load) * SECOND,
          timing: this.#timing,
          notes: program.notes,
        }),
    );
  }

  /** Makes the Job and what it needs, and removes both whatever happens. */
  async #withJob<T>(
    api: NamespaceApi,
    choice: JobChoice,
    request: RunnerRequest,
    generator: GeneratorContainer,
    files: Record<string, string | Uint8Array>,
    work: (jobName: string) => Promise<T>,
  ): Promise<T> {
    const { runId, load } = request;
    const { settings } = this.#options;
    try {
      const job = await api.create(
        'jobs',
        jobManifest({
          runId,
          load,
          settings,
          generator,
          shards: choice.shards,
          sidecar: choice.sidecar,
          deadlineSeconds:
            settings.startTimeoutMs / SECOND +
            plannedSeconds(load) +
            SLACK_SECONDS,
        }),
      );
      await api.create(
        'secrets',
        secretManifest(runId, job.metadata.uid, files),
      );
      await api.patch('jobs', job.metadata.name, { spec: { suspend: false } });
      return await work(job.metadata.name);
    } finally {
      await removeRun(api, runId).catch(error =>
        request.onMessage(
          `What the run has left in the cluster could not be removed: ${
            error instanceof Error ? error.message : String(error)
          }`,
        ),
      );
    }
  }

  #api({ cluster, namespace }: JobChoice): NamespaceApi {
    return apiOf(this.#options, cluster, namespace);
  }

  #imageOf(generator: JobChoice['generator']): string | undefined {
    const { image, fortioImage, nighthawkImage } = this.#options.settings;
    return { meshplane: image, fortio: fortioImage, nighthawk: nighthawkImage }[
      generator
    ];
  }

  #missingImage(generator: JobChoice['generator']): string | undefined {
    if (this.#imageOf(generator)) return undefined;
    const key = {
      meshplane: 'generatorImage',
      fortio: 'jobs.fortioImage',
      nighthawk: 'jobs.nighthawkImage',
    }[generator];
    return `There is no image: set "meshplane.performance.${key}"${
      generator === 'meshplane'
        ? ' to one that was built with docker/load-generator/Dockerfile'
        : ''
    }`;
  }
}

/** Removes everything that a run has made; the pods end with their Job. */
async function removeRun(api: NamespaceApi, runId: string): Promise<void> {
  const name = runName(runId);
  await api.remove('jobs', name);
  await api.remove('secrets', name);
}

/** From the begin of the warm-up to the end of the drain. */
export function plannedSeconds({
  load,
  warmupSeconds,
  drainSeconds,
}: LoadProfile): number {
  const measured =
    load.model === 'open'
      ? load.stages.reduce((sum, { seconds }) => sum + seconds, 0)
      : load.seconds;
  return warmupSeconds + measured + drainSeconds;
}
