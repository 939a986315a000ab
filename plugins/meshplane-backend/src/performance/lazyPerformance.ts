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

import type { DatabaseService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { systemTiming } from '../clusters/timing';
import { migratedClient } from '../database/migratedClient';
import type {
  CreatePerformanceOptions,
  RunningPerformance,
} from './createPerformance';
import { namedExports } from './namedExports';

/** Until then a backend that has just started answers its first requests. */
const START_DELAY_MS = 1000;

/** Load tests that are loaded when they are needed: the engine and its statistics are no part of the backend's start. */
export interface LazyPerformance {
  /** Loads them the first time. */
  get(): Promise<RunningPerformance>;
  /** Begins to look after runs, experiments and schedules, without making the start of the backend wait for it. */
  start(): void;
  /** See {@link RunningPerformance.stop}; afterwards there are none. May be called again. */
  stop(): Promise<void>;
}

/** @param load - replaced by tests */
export function lazyPerformance(
  options: Omit<CreatePerformanceOptions, 'knex'> & {
    database: DatabaseService;
  },
  load = async () =>
    (await namedExports(import('./createPerformance'))).createPerformance,
): LazyPerformance {
  let loading: Promise<RunningPerformance> | undefined;
  let stopped = false;
  let cancelStart = () => {};
  const create = async () => {
    const createPerformance = await load();
    const knex = await migratedClient(options.database);
    return createPerformance({ ...options, knex });
  };
  const get = () => {
    if (stopped && !loading)
      return Promise.reject(new Error('The backend is shutting down'));
    loading ??= create().catch(error => {
      // Asked for again, it is tried again.
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    get,
    start() {
      const { logger, timing = systemTiming } = options;
      cancelStart = timing.schedule(START_DELAY_MS, () => {
        get().then(
          performance => {
            if (!stopped) performance.start();
          },
          error =>
            logger.error(`Load tests cannot be run: ${stringifyError(error)}`),
        );
      });
    },
    async stop() {
      stopped = true;
      cancelStart();
      const performance = await loading?.catch(() => undefined);
      await performance?.stop();
    },
  };
}
