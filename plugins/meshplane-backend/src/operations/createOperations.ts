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

import { randomUUID } from 'node:crypto';
import type {
  DatabaseService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { ClusterAccess } from '../clusters/ClusterAccess';
import { systemTiming, type Timing } from '../clusters/timing';
import { DatabaseOperationBlobStore } from '../database/DatabaseOperationBlobStore';
import { DatabaseOperationStore } from '../database/DatabaseOperationStore';
import { migratedClient } from '../database/migratedClient';
import { OperationFeed } from './feed/OperationFeed';
import { OperationWatch } from './feed/OperationWatch';
import type { OperationCatalog } from './model';
import { OperationNotifier } from './OperationNotifier';
import { OperationReader } from './OperationReader';
import { OperationService } from './OperationService';
import { OperationPlanning } from './planning/OperationPlanning';
import { Recovery } from './recovery/Recovery';
import { Engine } from './running/Engine';
import { reasonOf } from './secrets';
import {
  DEFAULT_RHYTHM,
  type OperationRhythm,
  type OperationSettings,
} from './settings';

export interface CreateOperationsOptions {
  settings: OperationSettings;
  catalog: OperationCatalog;
  clusters: ClusterAccess;
  database: DatabaseService;
  logger: LoggerService;
  scheduler: SchedulerService;
  /** Starts looking after operations with the backend, and stops running ones with it. */
  lifecycle: LifecycleService;
  notifications?: NotificationService;
  timing?: Timing;
  rhythm?: Partial<OperationRhythm>;
}

/** The operations engine, wired together. */
export interface Operations {
  service: OperationService;
  feed: OperationFeed;
  watch: OperationWatch;
  engine: Engine;
  /** Done by `lifecycle`; for tests. */
  start(): void;
  /** Done by `lifecycle`; those that stop what operations need wait for it. May be called again. */
  stop(): Promise<void>;
}

/** Wires store, planning, engine, recovery, feeds and notifications. */
export async function createOperations(
  options: CreateOperationsOptions,
): Promise<Operations> {
  const { settings, catalog, clusters, logger, lifecycle } = options;
  const timing = options.timing ?? systemTiming;
  const rhythm = { ...DEFAULT_RHYTHM, ...options.rhythm };
  const knex = await migratedClient(options.database);
  const store = new DatabaseOperationStore(knex);
  const blobs = new DatabaseOperationBlobStore(knex);
  const now = () => new Date(timing.now());
  const owner = randomUUID();

  const feed = new OperationFeed({ store, timing, followMs: rhythm.followMs });
  const watch = new OperationWatch({
    store,
    timing,
    logger,
    intervalMs: rhythm.heartbeatMs,
  });
  const notifier = new OperationNotifier({
    notifications: options.notifications,
    approvers: settings.approvers,
    logger,
  });
  const onChange = (operation: string) => {
    feed.changed(operation);
    watch.changed();
  };
  const onEnd = notifier.ended.bind(notifier);
  const planning = new OperationPlanning({
    clusters,
    catalog,
    store,
    blobs,
    settings,
    now,
    newId: randomUUID,
  });
  const shared = {
    store,
    clusters,
    catalog,
    planning,
    settings,
    rhythm,
    timing,
    logger,
    owner,
    onChange,
    onEnd,
  };
  const engine = new Engine(shared);
  const recovery = new Recovery({ ...shared, engine });
  const sweeping = repeat(timing, rhythm.heartbeatMs, () =>
    recovery
      .sweep()
      .catch(error =>
        logger.warn(`Operations could not be looked after: ${reasonOf(error)}`),
      ),
  );

  await options.scheduler.scheduleTask({
    id: 'meshplane-operations-cleanup',
    frequency: { hours: 6 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 2 },
    scope: 'global',
    fn: async () => {
      const dropped = await store.removeBefore(
        timing.now() - settings.retentionMs,
      );
      logger.debug(`Dropped ${dropped} old operations`);
    },
  });

  const start = () => {
    watch.start();
    sweeping.start();
  };
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      // At once: what else is stopping must not look like a failure of a step.
      const runs = engine.stop();
      await sweeping.stop();
      await runs;
      watch.stop();
      feed.close();
    })();
    return stopped;
  };
  lifecycle.addStartupHook(start);
  lifecycle.addShutdownHook(stop);

  const read = new OperationReader({ store, blobs, settings, now });
  const service = new OperationService({
    store,
    read,
    planning,
    engine,
    settings,
    now,
    onChange,
    onApprovalWanted: notifier.approvalWanted.bind(notifier),
    onEnd,
  });
  return { service, feed, watch, engine, start, stop };
}

/** Runs work at once and then again and again, with a pause after each run. */
function repeat(timing: Timing, pauseMs: number, work: () => Promise<void>) {
  let cancel = () => {};
  let current: Promise<void> = Promise.resolve();
  let stopped = false;
  const run = () => {
    current = work().then(() => {
      if (!stopped) cancel = timing.schedule(pauseMs, run);
    });
  };
  return {
    start: run,
    stop: async () => {
      stopped = true;
      cancel();
      await current;
    },
  };
}
