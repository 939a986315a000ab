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
import { reasonOf } from '../../operations/secrets';
import type { Runner } from '../runners/Runner';
import type { RunRow, RunStore } from '../stores/model';
import type { Ending } from './endings';
import { partialResult, rowOf } from './results';
import { HOLDING_STATES } from './RunExecution';

/** Finds runs whose replica is gone, keeps what was measured, and ends what was left behind. */
export class RunRecovery {
  readonly #options: {
    store: RunStore;
    runners: readonly Runner[];
    now: () => number;
    logger: LoggerService;
    onChange(run: RunRow): void;
  };

  constructor(options: {
    store: RunStore;
    runners: readonly Runner[];
    /** Milliseconds since the epoch. */
    now: () => number;
    logger: LoggerService;
    /** A run was taken for interrupted by this replica. */
    onChange(run: RunRow): void;
  }) {
    this.#options = options;
  }

  /** @throws Error of the database */
  async sweep() {
    const { store, now } = this.#options;
    const expired = await store.expired(new Date(now()).toISOString());
    for (const run of expired) await this.#interrupt(run);
  }

  async #interrupt(run: RunRow) {
    const { store, now, onChange } = this.#options;
    const ending: Ending = {
      state: 'interrupted',
      message:
        'The backend that ran it has gone; what was measured until then is kept',
    };
    // Before anybody hears that it has ended.
    const plan = await store.plan(run.id);
    const result =
      (await store.result(run.id)) ??
      (plan && (await partialResult(store, run, plan, ending)));
    if (result) await store.saveResult(run.id, result);
    const row = await store.transition(run.id, HOLDING_STATES, {
      ...(result && rowOf(result)),
      ...ending,
      endedAt: new Date(now()).toISOString(),
    });
    if (!row) return;
    onChange(row);
    await this.#cleanUp(run);
  }

  async #cleanUp({ id, runner: choice }: RunRow) {
    const { runners, logger } = this.#options;
    const runner = runners.find(({ type }) => type === choice?.type);
    if (!runner || !choice) return;
    try {
      await runner.cleanUp(id, choice);
    } catch (error) {
      logger.warn(
        `What run "${id}" has left behind could not be cleaned up: ${reasonOf(
          error,
        )}`,
      );
    }
  }
}
