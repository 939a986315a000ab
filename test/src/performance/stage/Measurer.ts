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

import { waitFor } from '@meshplane/local-cluster';
import {
  type ExperimentDetail,
  finishedRunStates,
  type PerformanceApi,
  type ProfileInput,
  type RunDetail,
  type RunEvent,
  type RunState,
} from '@meshplane/plugin-meshplane-common';

const RUN_MS = 120_000;
const EXPERIMENT_MS = 5 * 60_000;

/** A load of some seconds at a low rate. */
export function loadOn(
  url: string,
  {
    name = 'Checkout',
    seconds = 3,
    rate = 50,
    ...more
  }: {
    name?: string;
    seconds?: number;
    rate?: number;
  } & Partial<ProfileInput['load']> = {},
): ProfileInput {
  return {
    name,
    load: {
      name,
      endpoints: [{ url }],
      load: { model: 'open', stages: [{ seconds, from: rate, to: rate }] },
      connections: 4,
      drainSeconds: 1,
      ...more,
    },
  };
}

/** Somebody who measures through the HTTP API. */
export class Measurer {
  constructor(readonly api: PerformanceApi) {}

  /** Waits until a run is in one of these states. */
  async is(id: string, ...states: RunState[]): Promise<RunDetail> {
    let last = '';
    return waitFor(
      () => `the run is not ${states.join(' or ')}: ${last}`,
      async () => {
        const run = await this.api.getRun(id);
        last = `${run.state}: ${run.message}`;
        if (states.includes(run.state)) return run;
        if (finishedRunStates.includes(run.state))
          throw new Error(`The run has ended as ${last}`);
        return undefined;
      },
      { timeoutMs: RUN_MS },
    );
  }

  ended(id: string): Promise<RunDetail> {
    return this.is(id, ...finishedRunStates);
  }

  /** Waits until seconds of a run are stored, so that they outlive the backend. */
  async hasSeconds(id: string, seconds: number) {
    await waitFor(
      'no seconds of the run are stored',
      async () => (await this.api.getRunCharts(id)).timeline.length >= seconds,
      { timeoutMs: RUN_MS },
    );
  }

  /** All that is told of a run until its end. */
  async watch(id: string): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    await this.api.streamRun(
      id,
      event => events.push(event),
      AbortSignal.timeout(RUN_MS),
    );
    return events;
  }

  /** Waits until an experiment has begun. @returns the id of its first run */
  firstRunOf(experimentId: string): Promise<string> {
    return waitFor(
      'the experiment has no run',
      async () => (await this.api.getRuns({ experimentId })).items[0]?.id,
      { timeoutMs: RUN_MS },
    );
  }

  async experimentEnded(id: string): Promise<ExperimentDetail> {
    let last = '';
    return waitFor(
      () => `the experiment does not end: ${last}`,
      async () => {
        const experiment = await this.api.getExperiment(id);
        last = `${experiment.state}: ${experiment.message}`;
        return experiment.endedAt === undefined ? undefined : experiment;
      },
      { timeoutMs: EXPERIMENT_MS, intervalMs: 500 },
    );
  }
}
