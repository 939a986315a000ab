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
  type GeneratorName,
  generatorNames,
  generators,
} from '@meshplane/benchmark';
import type { LoadProfile } from '@meshplane/benchmark/model';
import type { LoadGenerator } from '@meshplane/plugin-meshplane-common';
import os from 'node:os';
import { systemTiming, type Timing } from '../../../clusters/timing';
import { cleanText } from '../../../operations/secrets';
import type { PerformanceConfig } from '../../config';
import { hasSecretHeaders } from '../../guard/credentials';
import type { ProfileRow } from '../../stores/model';
import type { Runner, RunnerOutcome, RunnerRequest } from '../Runner';
import { endLeftovers } from './endLeftovers';
import { pinnedProfile } from './pinnedProfile';
import { runLoadProcess } from './runLoadProcess';

const SECOND = 1000;
/** What may be added to the planned length before a process is taken for stuck. */
const SLACK_SECONDS = 120;
const OFFERS_KEPT_MS = 60_000;
const HEADERS_IN_ARGUMENTS: readonly LoadGenerator[] = ['fortio', 'nighthawk'];
/** Shorter values occur in messages by chance. */
const SHORTEST_SECRET = 6;

type Offers = Awaited<ReturnType<Runner['offers']>>;

/** What {@link LocalRunner} needs. */
export interface LocalRunnerOptions {
  config: Pick<
    PerformanceConfig,
    'niceness' | 'maxMemoryMb' | 'generators' | 'limits'
  >;
  timing?: Timing;
}

/**
 * Makes load with a process on the machine of the backend: with the engine of this project, or with another generator.
 * Neither runs on the backend's own loop, and both end when the backend does.
 */
export class LocalRunner implements Runner {
  readonly type = 'local';
  readonly #config: LocalRunnerOptions['config'];
  readonly #timing: Timing;
  #offers: { until: number; answer: Promise<Offers> } | undefined;

  constructor(options: LocalRunnerOptions) {
    this.#config = options.config;
    this.#timing = options.timing ?? systemTiming;
  }

  offers(): Promise<Offers> {
    const now = this.#timing.now();
    if (!this.#offers || this.#offers.until < now)
      this.#offers = { until: now + OFFERS_KEPT_MS, answer: this.#look() };
    return this.#offers.answer;
  }

  async check({ runner, load }: ProfileRow['input']): Promise<string[]> {
    if (runner.type !== 'local' || runner.generator === 'meshplane') return [];
    const { generator } = runner;
    const offer = (await this.offers()).find(
      one => one.generator === generator,
    );
    const pinned = pinnedProfile(load, anyAddress(load), generator);
    return [
      ...(offer?.available ? [] : [`${generator}: ${offer?.note}`]),
      ...generators[generator].unsupported(load),
      ...(hasSecretHeaders(load) ? secretProblems(generator) : []),
      ...('problem' in pinned ? [pinned.problem] : []),
    ];
  }

  async run(request: RunnerRequest): Promise<RunnerOutcome> {
    const { runId, choice, signal } = request;
    if (choice.type !== 'local')
      throw new Error(`This is no runner for "${choice.type}"`);
    const { generator } = choice;
    const load = this.#loadFor(generator, request);
    try {
      const { result, use } = await runLoadProcess({
        start: {
          type: 'start',
          runId,
          load,
          generator,
          program:
            generator === 'meshplane'
              ? undefined
              : this.#config.generators[generator],
          addresses: Object.fromEntries(
            [...request.addresses].map(([host, all]) => [host, [...all]]),
          ),
          niceness: this.#config.niceness,
        },
        maxMemoryMb: this.#config.maxMemoryMb,
        deadlineMs: deadlineOf(load),
        signal,
        timing: this.#timing,
        onTold: message =>
          message.type === 'live'
            ? request.onLive(message.live)
            : request.onSeconds(message.slices),
      });
      const from = Date.parse(
        result.startedAt ?? new Date(this.#timing.now()).toISOString(),
      );
      return {
        result: { ...result, id: runId },
        window: { from, to: from + result.measuredSeconds * SECOND },
        hosts: [os.hostname()],
        generatorUse: { role: 'generator', node: os.hostname(), ...use },
      };
    } catch (error) {
      throw new Error(withoutSecretsOf(load, reasonOf(error)));
    }
  }

  async cleanUp(runId: string): Promise<void> {
    await endLeftovers(runId);
  }

  /** @throws Error if the generator cannot do the profile, or cannot be kept to the checked addresses */
  #loadFor(generator: LoadGenerator, request: RunnerRequest): LoadProfile {
    const { load, addresses, onMessage } = request;
    if (generator === 'meshplane') return load;
    const unmet = [
      ...generators[generator].unsupported(load),
      ...(request.hasSecretHeaders ? secretProblems(generator) : []),
    ];
    if (unmet.length > 0) throw new Error(unmet.join('; '));
    const pinned = pinnedProfile(load, addresses, generator);
    if ('problem' in pinned) throw new Error(pinned.problem);
    pinned.notes.forEach(onMessage);
    onMessage(
      `${generator} says nothing while it runs: there is no live view, and an error rate cannot stop it`,
    );
    return pinned.load;
  }

  async #look(): Promise<Offers> {
    const { limits } = this.#config;
    return [
      {
        generator: 'meshplane',
        available: true,
        note: `The engine of Meshplane, with up to ${
          limits.maxThreads
        } threads on ${os.hostname()}`,
      },
      ...(await Promise.all(generatorNames.map(name => this.#offer(name)))),
    ];
  }

  async #offer(name: GeneratorName): Promise<Offers[number]> {
    const configured = this.#config.generators[name];
    try {
      const found = await generators[name].available(configured);
      if (found)
        return {
          generator: name,
          available: true,
          note: `${name} ${found.version ?? 'of an unknown version'} at ${
            found.path
          }`,
        };
    } catch (error) {
      return {
        generator: name,
        available: false,
        note: `It cannot be run: ${cleanText(reasonOf(error))}`,
      };
    }
    return {
      generator: name,
      available: false,
      note: configured
        ? `"${configured}" of "meshplane.performance.generators.${name}" is not there, or is not ${name}`
        : `It is not on the PATH. ${generators[name].hint}`,
    };
  }
}

function secretProblems(generator: LoadGenerator): string[] {
  return HEADERS_IN_ARGUMENTS.includes(generator)
    ? [
        `${generator} takes headers as arguments, which every user of the machine can read, so that it gets no secrets; the generators "meshplane", "k6", "vegeta" and "wrk" read them from files`,
      ]
    : [];
}

/** Addresses that stand for those that the guard finds, to see whether they could be kept. */
function anyAddress(load: LoadProfile): ReadonlyMap<string, readonly string[]> {
  return new Map(
    load.endpoints.map(({ url }) => [new URL(url).hostname, ['127.0.0.1']]),
  );
}

function deadlineOf({
  load,
  warmupSeconds,
  drainSeconds,
  timeoutSeconds,
}: LoadProfile): number {
  const measured =
    load.model === 'open'
      ? load.stages.reduce((sum, { seconds }) => sum + seconds, 0)
      : load.seconds;
  return (
    (warmupSeconds + measured + drainSeconds + timeoutSeconds + SLACK_SECONDS) *
    SECOND
  );
}

/** A program may repeat its arguments when it fails. */
function withoutSecretsOf(load: LoadProfile, text: string): string {
  const values = load.endpoints.flatMap(({ headers, cookies }) => [
    ...Object.values(headers),
    ...Object.values(cookies),
  ]);
  return cleanText(
    values
      .filter(value => value.length >= SHORTEST_SECRET)
      .reduce((clean, value) => clean.replaceAll(value, '***'), text),
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
