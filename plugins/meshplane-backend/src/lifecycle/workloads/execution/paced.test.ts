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

import { paced, type ItemOutcome } from './paced';

const outcome = (name: string, state: ItemOutcome['state'] = 'done') => ({
  name,
  state,
  detail: '',
});

it('never works on more items at a time than it may', async () => {
  let running = 0;
  let most = 0;
  const { outcomes } = await paced(
    ['a', 'b', 'c', 'd', 'e'],
    { parallel: 2, stopOnFailure: true },
    async name => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return outcome(name);
    },
  );
  expect(most).toBe(2);
  expect(outcomes).toHaveLength(5);
});

it('starts nothing more after a failure, and says what was not started', async () => {
  const fail = async (name: string) =>
    outcome(name, name === 'b' ? 'failed' : 'done');
  const items = ['a', 'b', 'c'];
  await expect(
    paced(items, { parallel: 1, stopOnFailure: true }, fail),
  ).resolves.toMatchObject({ notStarted: ['c'] });
  await expect(
    paced(items, { parallel: 1, stopOnFailure: false }, fail),
  ).resolves.toMatchObject({ notStarted: [] });
});

it('ends with the error of an item that could not be worked on', async () => {
  const started: string[] = [];
  await expect(
    paced(['a', 'b'], { parallel: 1, stopOnFailure: false }, async name => {
      started.push(name);
      throw new Error('cancelled');
    }),
  ).rejects.toThrow('cancelled');
  expect(started).toEqual(['a']);
});
