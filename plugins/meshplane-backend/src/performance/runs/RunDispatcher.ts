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
import type { Timing } from '../../clusters/timing';
import { reasonOf } from '../../operations/secrets';
import type { PerformanceConfig } from '../config';
import type { PerformanceStores, RunRow } from '../stores/model';
import { type EarlyEnd, switchedOff } from './endings';
import type { RunRhythm } from './rhythm';
import { type ExecutionOptions, RunExecution } from './RunExecution';
import type { RunRecovery } from './RunRecovery';

/** Waiting runs that are looked at in one tick. */
const MAX_QUEUED = 500;

const CONFIGURED_OFF = {
  enabled: false,
  reason: '"meshplane.performance.enabled" is false',
};

/** What {@link RunDispatcher} needs. */
export interface DispatcherOptions {
  stores: Pick<PerformanceStores, 'runs' | 'killSwitch'>;
  execution: ExecutionOptions;
  recovery: RunRecovery;
  /** Name of this replica, never used before. */
  owner: string;
  config: Pick<PerformanceConfig, 'enabled' | 'concurrency'>;
  rhythm: RunRhythm;
  timing: Timing;
  logger: LoggerService;
}

/**
 * Takes runs out of the queue, keeps the leases of those of this replica, and hears of wishes and of the switch that were
 * written at other replicas.
 */
export class RunDispatcher {
  readonly #options: DispatcherOptions;
  readonly #running = new Map<string, RunExecution>();
  /** Until when the lease of a run holds, as far as this replica knows. */
  readonly #leases = new Map<string, number>();
  #stopTimer = () => {};
  #ticking: Promise<void> | undefined;
  #again = false;
  #stopped = true;
  #nextSweep = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  start() {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.wake();
  }

  /** Ends the runs of this replica as `interrupted`. */
  async stop() {
    this.#stopped = true;
    this.#stopTimer();
    this.endAll({ kind: 'shutdown' });
    await this.#ticking;
    // One may have been taken in the last tick.
    this.endAll({ kind: 'shutdown' });
    const { timing, rhythm } = this.#options;
    let cancel = () => {};
    const grace = new Promise<void>(resolve => {
      cancel = timing.schedule(rhythm.graceMs, resolve);
    });
    await Promise.race([
      Promise.all([...this.#running.values()].map(({ done }) => done)),
      grace,
    ]);
    cancel();
  }

  /** Looks at the queue now instead of at the next tick. */
  wake() {
    if (this.#stopped) return;
    this.#stopTimer();
    if (this.#ticking) {
      this.#again = true;
      return;
    }
    this.#ticking = this.#tick()
      .catch(error =>
        this.#options.logger.warn(
          `Load tests could not be looked after: ${reasonOf(error)}`,
        ),
      )
      .then(() => {
        this.#ticking = undefined;
        if (this.#stopped) return;
        if (this.#again) {
          this.#again = false;
          this.wake();
        } else {
          const { timing, rhythm } = this.#options;
          this.#stopTimer = timing.schedule(rhythm.tickMs, () => this.wake());
        }
      });
  }

  /** Ends a run at once, if it is one of this replica. */
  end(id: string, early: EarlyEnd) {
    this.#running.get(id)?.end(early);
  }

  endAll(early: EarlyEnd) {
    for (const execution of this.#running.values()) execution.end(early);
  }

  async #tick() {
    await Promise.all([...this.#running.keys()].map(id => this.#beat(id)));
    const { config, stores } = this.#options;
    const value = config.enabled
      ? await stores.killSwitch.get()
      : CONFIGURED_OFF;
    await this.#sweep();
    if (value.enabled) {
      await this.#claim();
    } else {
      this.endAll({ kind: 'switched-off', ...value });
      await this.#cancelQueued(switchedOff(value));
    }
  }

  /** What waits must not start by surprise when the switch is on again. */
  async #cancelQueued(message: string) {
    const { stores, timing, execution } = this.#options;
    const { items } = await stores.runs.list({
      state: 'queued',
      sort: 'createdAt',
      order: 'asc',
      limit: MAX_QUEUED,
      offset: 0,
    });
    for (const { id } of items) {
      const row = await stores.runs.transition(id, ['queued'], {
        state: 'cancelled',
        message,
        endedAt: new Date(timing.now()).toISOString(),
      });
      if (row) execution.onChange(row);
    }
  }

  async #claim() {
    const { stores, owner, config, timing, rhythm } = this.#options;
    while (!this.#stopped && this.#running.size < config.concurrency) {
      const now = timing.now();
      const until = now + rhythm.leaseMs;
      const row = await stores.runs.claimNext(
        owner,
        new Date(now).toISOString(),
        new Date(until).toISOString(),
      );
      if (!row) return;
      this.#leases.set(row.id, until);
      this.#execute(row);
    }
  }

  #execute(row: RunRow) {
    const { execution } = this.#options;
    execution.onChange(row);
    const running = new RunExecution(execution, row);
    this.#running.set(row.id, running);
    void running.done.then(() => {
      this.#running.delete(row.id);
      this.#leases.delete(row.id);
      // Others may have waited for its targets.
      this.wake();
    });
  }

  /** Renews a lease, and hears what was written about the run. */
  async #beat(id: string) {
    const { stores, owner, timing, rhythm } = this.#options;
    const until = timing.now() + rhythm.leaseMs;
    try {
      const renewed = await stores.runs.renewLease(
        id,
        owner,
        new Date(until).toISOString(),
      );
      if (!this.#running.has(id)) return;
      const row = await stores.runs.get(id);
      // One that has just ended has no lease either.
      if (!renewed && row?.lease?.owner !== owner && this.#running.has(id))
        this.#lose(id, row);
      if (renewed) this.#leases.set(id, until);
      if (row?.cancelRequestedBy)
        this.end(id, { kind: 'cancelled', by: row.cancelRequestedBy });
    } catch (error) {
      // A database that cannot be reached is given as long as nobody else may take over.
      if (timing.now() < (this.#leases.get(id) ?? 0)) return;
      this.end(id, { kind: 'lost' });
    }
  }

  #lose(id: string, row: RunRow | undefined) {
    // It ended by its own hand while the lease was being renewed: nothing is lost then, and nothing is left to end.
    this.#options.logger.debug(
      `Run "${id}" is not this replica's any more: ${row?.state ?? 'deleted'}`,
    );
    this.end(id, { kind: 'lost' });
  }

  async #sweep() {
    const { recovery, timing, rhythm } = this.#options;
    if (timing.now() < this.#nextSweep) return;
    this.#nextSweep = timing.now() + rhythm.sweepMs;
    await recovery.sweep();
  }
}
