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

import type {
  PerformanceProfile,
  RunSummary,
} from '@meshplane/plugin-meshplane-common';
import { profileStates, worstGate } from './lastResults';

const profile = (id: string) => ({ id } as PerformanceProfile);
const run = (id: string, more: Partial<RunSummary>) =>
  ({
    id,
    state: 'succeeded',
    headline: { achievedRate: 1, measuredSeconds: 1 },
    ...more,
  } as RunSummary);

it('finds the last result beside the run that is under way, and the worst gate of all', () => {
  const states = profileStates(
    [profile('p1'), profile('p2'), profile('p3')],
    [
      run('r4', { profileId: 'p1', state: 'running' }),
      run('r3', { profileId: 'p1', gate: 'borderline' }),
      run('r2', { profileId: 'p2', gate: 'pass' }),
      run('r1', { profileId: 'p1', gate: 'fail' }),
    ],
  );
  expect(states.map(state => [state.last?.id, state.active?.id])).toEqual([
    ['r3', 'r4'],
    ['r2', undefined],
    [undefined, undefined],
  ]);
  expect(worstGate(states)).toBe('borderline');
  expect(worstGate(states.slice(2))).toBe('none');
});
