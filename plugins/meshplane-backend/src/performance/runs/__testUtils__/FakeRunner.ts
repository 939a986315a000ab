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
  type RunResult,
  runResultSchema,
  type Slice,
} from '@meshplane/benchmark/model';
import type { LiveState } from '@meshplane/plugin-meshplane-common';
import type {
  Runner,
  RunnerOutcome,
  RunnerRequest,
} from '../../runners/Runner';

/** One load of a {@link FakeRunner}, which goes on until the test or its signal ends it. */
export class FakeLoad {
  readonly #finish: (outcome: RunnerOutcome) => void;
  readonly #fail: (error: Error) => void;
  readonly outcome: Promise<RunnerOutcome>;

  constructor(readonly request: RunnerRequest) {
    let finish: (outcome: RunnerOutcome) => void;
    let fail: (error: Error) => void;
    this.outcome = new Promise((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
    this.#finish = finish!;
    this.#fail = fail!;
    const cancel = () => this.finish({ end: 'cancelled' });
    if (request.signal.aborted) cancel();
    request.signal.addEventListener('abort', cancel);
  }

  live(live: Partial<LiveState>) {
    this.request.onLive({
      phase: 'measured',
      elapsedSeconds: 1,
      plannedSeconds: 10,
      sent: 10,
      ok: 10,
      errors: {},
      rate: 10,
      ...live,
    });
  }

  second(second: number, values: Partial<Slice> = {}) {
    this.request.onSeconds([
      {
        second,
        scheduled: 10,
        sent: 10,
        ok: 10,
        errors: {},
        bytes: 100,
        ...values,
      },
    ]);
  }

  finish(values: Partial<RunResult> = {}) {
    this.#finish({
      result: resultOf(this.request, values),
      window: { from: 1000, to: 11_000 },
      hosts: ['here'],
      generatorUse: { role: 'generator', cpuMean: 0.5 },
    });
  }

  fail(message: string) {
    this.#fail(new Error(message));
  }
}

/** A runner whose loads the test holds in its hands. */
export class FakeRunner implements Runner {
  readonly type = 'local';
  readonly loads: FakeLoad[] = [];
  readonly cleaned: string[] = [];

  async offers() {
    return [{ generator: 'meshplane', available: true, note: 'for tests' }];
  }

  run(request: RunnerRequest) {
    const load = new FakeLoad(request);
    this.loads.push(load);
    return load.outcome;
  }

  async cleanUp(runId: string) {
    this.cleaned.push(runId);
  }
}

/** A result of ten requests a second for ten seconds. */
export function resultOf(
  { runId, load }: Pick<RunnerRequest, 'runId' | 'load'>,
  values: Partial<RunResult> = {},
): RunResult {
  return runResultSchema.parse({
    id: runId,
    name: load.name,
    profile: load,
    generator: { name: 'meshplane', version: '0.1.0' },
    startedAt: '2026-11-24T12:00:00.000Z',
    measuredSeconds: 10,
    end: 'complete',
    precision: 'exact',
    validity: { status: 'valid', gates: [] },
    counts: { sent: 100, ok: 100, errors: {} },
    achievedRate: 10,
    latency: {
      response: {
        count: 100,
        max: 9000,
        percentiles: { 50: 2000, 90: 4000, 99: 8000 },
        buckets: [
          { from: 1000, to: 3000, count: 90 },
          { from: 3000, to: 9000, count: 10 },
        ],
      },
    },
    ...values,
  });
}
