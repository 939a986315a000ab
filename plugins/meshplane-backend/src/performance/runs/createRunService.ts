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
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { systemTiming, type Timing } from '../../clusters/timing';
import type { PerformanceConfig } from '../config';
import type { TargetGuard } from '../guard/TargetGuard';
import type { Runner } from '../runners/Runner';
import type { PerformanceStores, RunRow } from '../stores/model';
import { DefaultRunService, isFinished } from './DefaultRunService';
import { DEFAULT_RHYTHM, type RunRhythm } from './rhythm';
import { RunDispatcher } from './RunDispatcher';
import type { ExecutionOptions } from './RunExecution';
import { RunFeed } from './RunFeed';
import { RunNotifier } from './RunNotifier';
import type { Observers } from './RunObservation';
import { RunRecovery } from './RunRecovery';
import type { RunService } from './RunService';

/** What {@link createRunService} needs. */
export interface CreateRunServiceOptions extends Observers {
  config: PerformanceConfig;
  stores: Pick<PerformanceStores, 'runs' | 'killSwitch'>;
  runners: readonly Runner[];
  guard: TargetGuard;
  logger: LoggerService;
  notifications?: NotificationService;
  /** Starts looking after runs with the backend, and interrupts running ones with it; else the caller does. */
  lifecycle?: Pick<LifecycleService, 'addStartupHook' | 'addShutdownHook'>;
  timing?: Timing;
  rhythm?: Partial<RunRhythm>;
}

/** Wires queue, executions, recovery, feed and notifications of one replica. */
export function createRunService(options: CreateRunServiceOptions): RunService {
  const { config, stores, runners, guard, logger, lifecycle } = options;
  const timing = options.timing ?? systemTiming;
  const rhythm = { ...DEFAULT_RHYTHM, ...options.rhythm };
  const feed = new RunFeed({
    store: stores.runs,
    timing,
    followMs: rhythm.followMs,
  });
  const notifier = new RunNotifier({
    notifications: options.notifications,
    logger,
  });
  const listeners = new Set<(run: RunRow) => void>();
  const onChange = (run: RunRow) => {
    feed.changed(run.id);
    for (const listener of listeners) listener(run);
    if (isFinished(run)) notifier.ended(run);
  };
  const execution: ExecutionOptions = {
    store: stores.runs,
    guard,
    runners,
    feed,
    resources: options.resources,
    environment: options.environment,
    annotator: options.annotator,
    stopAtErrorRate: config.stopAtErrorRate,
    rhythm,
    timing,
    logger,
    onChange,
  };
  const recovery = new RunRecovery({
    store: stores.runs,
    runners,
    now: () => timing.now(),
    logger,
    onChange,
  });
  const dispatcher = new RunDispatcher({
    stores,
    execution,
    recovery,
    owner: randomUUID(),
    config,
    rhythm,
    timing,
    logger,
  });
  const service = new DefaultRunService({
    config,
    stores,
    guard,
    runners,
    dispatcher,
    feed,
    now: () => new Date(timing.now()),
    newId: randomUUID,
    onChange,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  lifecycle?.addStartupHook(() => service.start());
  lifecycle?.addShutdownHook(() => service.stop());
  return service;
}
