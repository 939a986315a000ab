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

import type { Knex } from 'knex';
import { StreamRoom } from '../api/StreamRoom';
import type { Performance } from '../performance/Performance';
import { inlineComputer } from '../performance/results/compute/computeTasks';
import { createResultRooms } from '../performance/results/createResultRooms';
import type { RunService } from '../performance/runs/RunService';
import { createPerformanceStores } from '../performance/stores';
import { NOW } from './fakes';

const notHere = () => Promise.reject(new Error('Not part of this test'));

/** What of performance a test brings itself. */
export interface PerformanceFakes
  extends Partial<
    Omit<Performance, 'runs' | 'schedules' | 'experiments' | 'connections'>
  > {
  runs?: Partial<RunService>;
  schedules?: Partial<Performance['schedules']>;
  experiments?: Partial<Performance['experiments']>;
  connections?: Partial<Performance['connections']>;
}

/** Profiles and results over a real database; what makes load or asks others is not part of it. */
export function performanceOn(knex: Knex, fakes: PerformanceFakes = {}) {
  const stores = createPerformanceStores(knex, () => NOW.getTime());
  const { runs, schedules, experiments, connections, ...others } = fakes;
  const runService: RunService = {
    start() {},
    stop: async () => {},
    check: async () => [],
    enqueue: notHere,
    cancel: notHere,
    watch: notHere,
    finished: notHere,
    subscribe: () => () => {},
    offers: notHere,
    limits: notHere,
    switch: notHere,
    ...runs,
  };
  const performance: Performance = {
    ...createResultRooms({
      stores,
      runs: runService,
      computer: inlineComputer,
      links: async () => [],
      now: () => NOW,
    }),
    runs: runService,
    schedules: {
      list: notHere,
      find: notHere,
      create: notHere,
      update: notHere,
      delete: notHere,
      tick: notHere,
      ...schedules,
    },
    experiments: {
      start() {},
      stop: async () => {},
      create: notHere,
      list: notHere,
      get: notHere,
      cancel: notHere,
      exportSmp: notHere,
      ...experiments,
    },
    connections: {
      list: async () => [],
      diagnose: notHere,
      grafanaNamed: () => {
        throw new Error('Not part of this test');
      },
      ...connections,
    },
    dashboards: { list: notHere, panel: notHere },
    streams: new StreamRoom(),
    queuePositions: () => stores.runs.queuePositions(),
    findExperiment: id => stores.experiments.get(id),
    ...others,
  };
  return { performance, stores };
}
