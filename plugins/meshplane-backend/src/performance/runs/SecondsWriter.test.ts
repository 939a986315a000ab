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

import type { Slice } from '@meshplane/benchmark/model';
import { SecondsWriter } from './SecondsWriter';

const slice = (second: number, ok = 1): Slice => ({
  second,
  scheduled: 1,
  sent: 1,
  ok,
  errors: {},
  bytes: 0,
});

it('tries again what could not be written, with the newest word on each second', async () => {
  const written: Slice[][] = [];
  let fails = 1;
  const writer = new SecondsWriter({
    store: {
      appendSeconds: async (_, slices) => {
        if (fails-- > 0) throw new Error('the database is gone');
        written.push([...slices]);
      },
    },
    run: 'run-1',
    onWritten: () => {},
  });
  writer.add([slice(0), slice(1)]);
  writer.add([slice(1, 2)]);
  await writer.flush();
  const newest = new Map(written.flat().map(one => [one.second, one]));
  expect([...newest.values()].sort((a, b) => a.second - b.second)).toEqual([
    slice(0),
    slice(1, 2),
  ]);
});

it('says when the database stays away', async () => {
  const writer = new SecondsWriter({
    store: { appendSeconds: () => Promise.reject(new Error('gone')) },
    run: 'run-1',
    onWritten: () => {},
  });
  writer.add([slice(0)]);
  await expect(writer.flush()).rejects.toThrow('gone');
});
