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
  LoadProfile,
  LoadProfileInput,
  loadProfileSchema,
} from '../../model/profile';
import type { RunResult } from '../../model/result';
import { runLoad, RunLoadOptions } from '../runLoad';
import { judgeStep } from './judgeStep';
import {
  RateSearch,
  RateSearchOptions,
  SaturationLimit,
  SearchStep,
  StepVerdict,
} from './RateSearch';

const DEFAULT_START_RATE = 100;

/** One measurement of a search. @public */
export interface SaturationStep extends SearchStep {
  verdict: StepVerdict;
  /** For people. */
  reason: string;
  result: RunResult;
}

/** @public */
export interface SaturationResult {
  /** Highest rate that holds the objectives, requests per second; 0 where none did. */
  rate: number;
  limit: SaturationLimit | 'cancelled';
  /** For people: the rate and what it means. */
  message: string;
  steps: SaturationStep[];
}

/** @public */
export interface SaturationOptions
  extends Partial<RateSearchOptions>,
    Pick<RunLoadOptions, 'signal' | 'resolve' | 'spin' | 'launch'> {
  /** At the rate before it is measured; 5 by default. */
  settleSeconds?: number;
  /** 20 by default. */
  measureSeconds?: number;
  onStep?: (step: SaturationStep) => void;
  /** Measures a rate; the engine by default. */
  run?: (profile: LoadProfile, options: RunLoadOptions) => Promise<RunResult>;
}

/**
 * Searches the highest rate at which the gates of a profile are held; without gates, the highest at which less than one
 * request in a hundred fails.
 *
 * @param input - the profile; its load is a constant rate with uniform arrivals.
 * @throws Error where the profile is not valid, or a run fails for reasons that are not the server's.
 * @public
 */
export async function searchSaturation(
  input: Omit<LoadProfileInput, 'load'>,
  options: SaturationOptions = {},
): Promise<SaturationResult> {
  const profile = loadProfileSchema.parse({
    ...input,
    load: loadAt(options.startRate ?? DEFAULT_START_RATE, options),
  });
  if (profile.gates.length === 0) {
    profile.gates = [
      {
        metric: 'errors',
        threshold: 'rate<0.01',
        abort: false,
        delaySeconds: 5,
      },
    ];
  }
  const run = options.run ?? runLoad;
  const search = new RateSearch({
    startRate: options.startRate ?? DEFAULT_START_RATE,
    maxRate: options.maxRate ?? 1_000_000,
    minRate: options.minRate ?? 1,
    tolerance: options.tolerance ?? 0.05,
    repeats: options.repeats ?? 3,
  });
  const steps: SaturationStep[] = [];
  for (let step = search.next(); step; step = search.next()) {
    const result = await run(profileAt(profile, step.rate, options), options);
    if (options.signal?.aborted) {
      break;
    }
    const judged = { ...step, ...judgeStep(result), result };
    steps.push(judged);
    options.onStep?.(judged);
    search.report(step, judged.verdict);
  }
  const { rate, limit } = search.outcome ?? {
    rate: 0,
    limit: 'cancelled' as const,
  };
  return { rate, limit, message: describe(rate, limit, steps), steps };
}

function profileAt(
  profile: LoadProfile,
  rate: number,
  options: SaturationOptions,
): LoadProfile {
  return {
    ...profile,
    warmupSeconds: options.settleSeconds ?? 5,
    load: loadAt(rate, options),
  };
}

function loadAt(
  rate: number,
  { measureSeconds = 20 }: SaturationOptions,
): LoadProfile['load'] {
  return {
    model: 'open',
    arrivals: 'uniform',
    seed: 1,
    stages: [{ seconds: measureSeconds, from: rate, to: rate }],
  };
}

function describe(
  rate: number,
  limit: SaturationResult['limit'],
  steps: SaturationStep[],
): string {
  const text = `${rate.toFixed(0)} requests per second`;
  const why = [...steps].reverse().find(({ verdict }) => verdict !== 'holds');
  switch (limit) {
    case 'server':
      return `The server holds ${text}. Above that: ${why?.reason}`;
    case 'generator':
      return `The server was not saturated; the generator was, at ${text}. ${why?.reason}`;
    case 'max-rate':
      return `The server holds ${text}, the highest rate that was tried.`;
    case 'none-held':
      return `No rate holds. ${why?.reason}`;
    default:
      return 'The search was cancelled.';
  }
}
