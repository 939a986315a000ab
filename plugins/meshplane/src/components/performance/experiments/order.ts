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

import type { ExperimentDetail } from '@meshplane/plugin-meshplane-common';

/** One run of the order. */
export interface Turn {
  position: number;
  arm: string;
  /** `A` for the baseline, then `B` and so on. */
  letter: string;
  state: 'done' | 'now' | 'next' | 'skipped';
  /** Where it has begun. */
  runId?: string;
}

/**
 * The order with what is done. Runs and turns of a side belong together by their sequence: the n-th run of a side is its n-th
 * turn.
 */
export function turnsOf(
  experiment: Pick<
    ExperimentDetail,
    'order' | 'arms' | 'done' | 'runs' | 'state'
  >,
): Turn[] {
  const isOver = !['queued', 'running', 'restoring'].includes(experiment.state);
  const runs = [...experiment.runs].sort((x, y) =>
    x.createdAt.localeCompare(y.createdAt),
  );
  const seen = new Map<string, number>();
  return experiment.order.map((arm, position) => {
    const turn = seen.get(arm) ?? 0;
    seen.set(arm, turn + 1);
    const run = runs.filter(item => item.experiment?.arm === arm)[turn];
    let state: Turn['state'] = 'next';
    if (position < experiment.done) state = 'done';
    else if (isOver || experiment.state === 'restoring') state = 'skipped';
    else if (position === experiment.done && experiment.state === 'running') {
      state = 'now';
    }
    return {
      position,
      arm,
      letter: String.fromCharCode(
        65 + Math.max(0, experiment.arms.indexOf(arm)),
      ),
      state,
      runId: run?.id,
    };
  });
}
