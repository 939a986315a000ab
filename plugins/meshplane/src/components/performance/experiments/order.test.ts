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

import type { RunSummary } from '@meshplane/plugin-meshplane-common';
import { turnsOf } from './order';

const run = (id: string, arm: string, minute: number) =>
  ({
    id,
    createdAt: `2026-11-24T10:0${minute}:00.000Z`,
    experiment: { id: 'e', arm, round: 0 },
  } as RunSummary);

const experiment = {
  arms: ['without', 'with'],
  order: ['without', 'with', 'with', 'without'],
  done: 2,
  state: 'running' as const,
  runs: [run('r3', 'with', 3), run('r2', 'with', 2), run('r1', 'without', 1)],
};

it('tells what is done, what runs and what comes, and finds the run of each turn', () => {
  expect(
    turnsOf(experiment).map(turn => [turn.letter, turn.state, turn.runId]),
  ).toEqual([
    ['A', 'done', 'r1'],
    ['B', 'done', 'r2'],
    ['B', 'now', 'r3'],
    ['A', 'next', undefined],
  ]);
});

it('says of turns that will not come that they are left out', () => {
  expect(
    turnsOf({ ...experiment, state: 'cancelled' }).map(turn => turn.state),
  ).toEqual(['done', 'done', 'skipped', 'skipped']);
});
