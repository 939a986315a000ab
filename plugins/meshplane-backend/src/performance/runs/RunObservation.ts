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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RunResult } from '@meshplane/benchmark/model';
import type {
  RunEnvironment,
  RunResources,
} from '@meshplane/plugin-meshplane-common';
import os from 'node:os';
import { type Timing, withTimeout } from '../../clusters/timing';
import { reasonOf } from '../../operations/secrets';
import type {
  EnvironmentReader,
  ResourceReader,
  ResourceWatch,
  RunAnnotator,
} from '../resources/ResourceReader';
import type { RunnerOutcome } from '../runners/Runner';
import type { ProfileRow, RunRow } from '../stores/model';

/** What looks at a run from outside. */
export interface Observers {
  resources: ResourceReader;
  environment: EnvironmentReader;
  annotator: RunAnnotator;
}

/** What {@link RunObservation} needs. */
export interface RunObservationOptions extends Observers {
  timing: Timing;
  lookMs: number;
  logger: LoggerService;
}

/** Looks at a run from outside: resources, environment, marks on boards. Nothing of it can fail the run. */
export class RunObservation {
  readonly #options: RunObservationOptions;
  readonly #run: RunRow;
  readonly #input: ProfileRow['input'];
  #watch: ResourceWatch | undefined;
  #begun: Promise<unknown> = Promise.resolve();

  constructor(
    options: RunObservationOptions,
    run: RunRow,
    input: ProfileRow['input'],
  ) {
    this.#options = options;
    this.#run = run;
    this.#input = input;
  }

  /** @param signal - aborted when the run is over */
  begin(signal: AbortSignal) {
    const { resources, annotator, timing } = this.#options;
    try {
      this.#watch = resources.watch(this.#input, signal);
    } catch (error) {
      this.#warn('Its resources cannot be watched', error);
    }
    const { id, name, cluster } = this.#run;
    this.#begun = this.#attempt('Its begin was not marked', () =>
      annotator.begin({ id, name, cluster, at: timing.now() }),
    );
  }

  /** What the measured workloads used, and the generator. */
  async resources(
    outcome: Pick<RunnerOutcome, 'window' | 'result' | 'generatorUse'>,
  ): Promise<RunResources> {
    const { window, result, generatorUse } = outcome;
    const watch = this.#watch;
    const failed = (reason: string): RunResources => ({
      source: 'none',
      status: 'unavailable',
      notes: [reason],
      uses: [],
      series: [],
    });
    const read = watch
      ? await this.#attempt('Its resources could not be read', () =>
          watch.read({ ...window, achievedRate: result.achievedRate }),
        )
      : undefined;
    const resources =
      read ?? failed('The use of CPU and memory could not be read');
    return {
      ...resources,
      uses: [...resources.uses, ...(generatorUse ? [generatorUse] : [])],
    };
  }

  /** What it was made on. */
  async environment(
    result: RunResult,
    hosts: readonly string[],
  ): Promise<RunEnvironment> {
    const generator: RunEnvironment['generator'] = {
      name: result.generator.name,
      version: result.generator.version,
      host: hosts.join(', ') || os.hostname(),
      ...(this.#run.runner?.type === 'local' && {
        cpus: os.availableParallelism(),
      }),
    };
    const read = await this.#attempt('Its environment could not be read', () =>
      this.#options.environment.read(this.#input, generator),
    );
    return (
      read ?? {
        meshes: [],
        filters: [],
        mtls: 'unknown',
        images: [],
        generator,
        unknown: ['The environment could not be read'],
      }
    );
  }

  /** Marks the end; called in any case. */
  async end(text: string) {
    this.#watch?.stop();
    const { annotator, timing } = this.#options;
    const at = timing.now();
    await this.#begun;
    await this.#attempt('Its end was not marked', () =>
      annotator.end({ id: this.#run.id, at, text }),
    );
  }

  async #attempt<T>(
    what: string,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    const { timing, lookMs } = this.#options;
    try {
      return await withTimeout(
        { timing, timeoutMs: lookMs, subject: 'What looks at runs' },
        work,
      );
    } catch (error) {
      this.#warn(what, error);
      return undefined;
    }
  }

  #warn(what: string, error: unknown) {
    this.#options.logger.warn(
      `Run "${this.#run.id}": ${what}: ${reasonOf(error)}`,
    );
  }
}
