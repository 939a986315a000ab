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
import { comparedSides, toRunQuery } from './runParams';

function run(id: string, day: number, release?: string): RunSummary {
  return {
    id,
    name: id,
    state: 'succeeded',
    targets: [],
    generator: 'meshplane',
    origin: 'manual',
    labels: {},
    createdAt: `2026-11-0${day}T10:00:00.000Z`,
    createdBy: 'user:default/jane',
    baseline: false,
    release,
    may: { cancel: false, edit: true },
  };
}

describe('the address of the list of runs', () => {
  it('becomes a query; values that are none are ignored', () => {
    const now = Date.parse('2026-11-24T10:00:30.000Z');
    expect(
      toRunQuery(
        new URLSearchParams(
          'q=cart&state=failed&validity=evil&days=7&sort=-p99&limit=500&offset=1000',
        ),
        now,
      ),
    ).toEqual({
      q: 'cart',
      state: 'failed',
      since: '2026-11-17T10:00:00.000Z',
      sort: 'p99',
      order: 'desc',
      limit: 500,
      offset: 1000,
    });
    expect(
      toRunQuery(new URLSearchParams('sort=evil&limit=7'), now),
    ).toMatchObject({ sort: 'createdAt', order: 'desc', limit: 50, offset: 0 });
  });
});

describe('sides of a comparison', () => {
  it('are two releases where there are two', () => {
    expect(
      comparedSides([run('d', 4, '2'), run('a', 1, '1'), run('c', 3, '1')]),
    ).toEqual({ a: ['a', 'c'], b: ['d'] });
  });

  it('are the oldest run and the others otherwise', () => {
    expect(comparedSides([run('c', 3), run('b', 2), run('a', 1)])).toEqual({
      a: ['a'],
      b: ['b', 'c'],
    });
  });
});
