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

import type { RunResult } from '@meshplane/benchmark';
import { NotFoundError } from '@backstage/errors';
import type { GuardProblem } from '../../guard/TargetGuard';
import type { EnqueueRequest, RunService } from '../../runs/RunService';
import type { PerformanceStores, RunRow } from '../../stores/model';
import { resultOf } from './results';

interface Ending {
  promise: Promise<void>;
  resolve: () => void;
}

function endingOf(): Ending {
  let resolve = () => {};
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A service of runs that measures what a test says, at once. */
export class FakeRuns
  implements Pick<RunService, 'check' | 'enqueue' | 'cancel' | 'finished'>
{
  readonly started: EnqueueRequest[] = [];
  problems: GuardProblem[] = [];
  /** How a run ends; undefined: it goes on. */
  measure: (
    request: EnqueueRequest,
    id: string,
  ) => { result: RunResult } | { failure: string } | undefined = (_, id) => ({
    result: resultOf(id, [1, 4]),
  });

  readonly #store: PerformanceStores['runs'];
  readonly #endings = new Map<string, Ending>();

  constructor({ runs }: Pick<PerformanceStores, 'runs'>) {
    this.#store = runs;
  }

  /** Sides in the order in which they were run. */
  get order(): string {
    return this.started.map(({ experiment }) => experiment?.arm).join('');
  }

  async check() {
    return this.problems;
  }

  async enqueue(request: EnqueueRequest): Promise<RunRow> {
    this.started.push(request);
    const { input, by, origin, experiment } = request;
    const id = `run-${this.started.length}`;
    const row: RunRow = {
      id,
      name: input.name,
      state: 'running',
      targets: ['127.0.0.1:1'],
      queueKey: '127.0.0.1:1',
      generator: 'meshplane',
      origin,
      labels: {},
      note: '',
      // The order of the list is that of the start.
      createdAt: new Date(this.started.length * 1000).toISOString(),
      createdBy: by,
      baseline: false,
      experiment,
    };
    await this.#store.create(row, { input, load: input.load });
    this.#endings.set(id, endingOf());
    const ending = this.measure(request, id);
    if (ending && 'result' in ending) {
      await this.#store.saveResult(id, ending.result);
      await this.#end(id, {
        state: 'succeeded',
        end: ending.result.end,
        validity: ending.result.validity.status,
      });
    } else if (ending)
      await this.#end(id, { state: 'failed', message: ending.failure });
    return row;
  }

  async cancel(id: string, by: string): Promise<RunRow> {
    return this.#end(id, { state: 'cancelled', cancelRequestedBy: by });
  }

  async finished(id: string, signal: AbortSignal): Promise<RunRow> {
    await new Promise<void>((resolve, reject) => {
      const leave = () => reject(signal.reason);
      if (signal.aborted) leave();
      signal.addEventListener('abort', leave, { once: true });
      this.#endings.get(id)?.promise.then(resolve);
    });
    return this.#get(id);
  }

  async #end(id: string, change: Partial<RunRow>): Promise<RunRow> {
    await this.#store.transition(id, ['running'], {
      ...change,
      endedAt: '2026-01-01T00:00:00.000Z',
    });
    this.#endings.get(id)?.resolve();
    return this.#get(id);
  }

  async #get(id: string): Promise<RunRow> {
    const row = await this.#store.get(id);
    if (!row) throw new NotFoundError(`No run "${id}"`);
    return row;
  }
}
