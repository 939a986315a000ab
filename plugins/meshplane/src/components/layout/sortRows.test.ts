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

import { formatSort, parseSort, sortRows } from './sortRows';

const columns = [
  {
    id: 'name',
    header: 'Name',
    render: (row: string) => row,
    sortValue: (row: string) => row,
  },
];

describe('sortRows', () => {
  it('sorts numbers in names as numbers, both ways', () => {
    const rows = ['pod-10', 'pod-2', 'pod-1'];
    expect(
      sortRows(rows, columns, { column: 'name', descending: false }),
    ).toEqual(['pod-1', 'pod-2', 'pod-10']);
    expect(
      sortRows(rows, columns, { column: 'name', descending: true }),
    ).toEqual(['pod-10', 'pod-2', 'pod-1']);
  });

  it('leaves the order alone for a column that it does not know', () => {
    expect(
      sortRows(['b', 'a'], columns, { column: 'evil', descending: false }),
    ).toEqual(['b', 'a']);
  });
});

it('survives the way through an address', () => {
  const sort = { column: 'pods', descending: true };
  expect(
    parseSort(formatSort(sort), { column: 'x', descending: false }),
  ).toEqual(sort);
});
