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
import { likelySides, runGroups } from './runGroups';

function run(
  id: string,
  minute: number,
  more: Partial<RunSummary> = {},
): RunSummary {
  return {
    id,
    name: id,
    state: 'succeeded',
    targets: [],
    generator: 'meshplane',
    origin: 'manual',
    labels: {},
    createdAt: new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString(),
    createdBy: 'user:default/jane',
    baseline: false,
    may: { cancel: false, edit: true },
    ...more,
  };
}

it('offers baseline, latest and releases, and leaves out what enters no comparison', () => {
  const groups = runGroups([
    run('old', 1, { baseline: true, release: '1.8' }),
    run('bad', 2, { validity: 'invalid' }),
    run('lost', 3, { state: 'interrupted' }),
    run('new', 4, { release: '1.9' }),
    run('newer', 5, { release: '1.9' }),
  ]);
  expect(groups.map(item => [item.id, item.runIds])).toEqual([
    ['baseline', ['old']],
    ['latest', ['newer']],
    ['latest-six', ['newer', 'new']],
    ['release:1.9', ['newer', 'new']],
    ['release:1.8', ['old']],
  ]);
  expect(likelySides(groups)).toEqual({ a: 'baseline', b: 'latest' });
});

it('compares the last two releases where there is no baseline', () => {
  const groups = runGroups([
    run('a', 1, { release: '1.8' }),
    run('b', 2, { release: '1.9' }),
  ]);
  expect(likelySides(groups)).toEqual({ a: 'release:1.8', b: 'release:1.9' });
});
