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

import { runChartsOf } from '../charts/runCharts';
import { compareSides } from '../comparison/compareSides';
import { readFile } from '../files/readFile';

/** Work that takes too long for the loop that answers everybody. Inputs and outputs go from thread to thread. */
export const computeTasks = {
  charts: runChartsOf,
  compare: compareSides,
  readFile,
};

type Tasks = typeof computeTasks;
export type TaskName = keyof Tasks;
export type TaskInput<N extends TaskName> = Parameters<Tasks[N]>[0];
export type TaskOutput<N extends TaskName> = ReturnType<Tasks[N]>;

/** Does such work. */
export interface Computer {
  /** @throws Error if the work fails, takes too long or needs too much memory */
  compute<N extends TaskName>(
    task: N,
    input: TaskInput<N>,
  ): Promise<TaskOutput<N>>;
}

/** Does it here and now: for tests. */
export const inlineComputer: Computer = {
  compute: async (task, input) => runTask(task, input),
};

/** Runs a task by its name. */
export function runTask<N extends TaskName>(
  task: N,
  input: TaskInput<N>,
): TaskOutput<N> {
  const run = computeTasks[task] as (given: TaskInput<N>) => TaskOutput<N>;
  return run(input);
}
