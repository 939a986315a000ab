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

import { NotAllowedError } from '@backstage/errors';
import { pollUntil } from './waiting';

function clock() {
  let time = 0;
  return {
    now: () => new Date(time),
    pause: async (milliseconds: number) => {
      time += milliseconds;
    },
    signal: new AbortController().signal,
  };
}

it('looks until it is finished, past an API server that does not answer for a while', async () => {
  const looks = [new Error('refused'), 1, new Error('refused'), 2];
  const look = async () => {
    const next = looks.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  await expect(
    pollUntil(look, value => value === 2, { ...clock(), timeoutMs: 60_000 }),
  ).resolves.toEqual({ value: 2, inTime: true });
});

it('gives the last look when the time is over, or its error', async () => {
  await expect(
    pollUntil(
      async () => 1,
      () => false,
      { ...clock(), timeoutMs: 2_500 },
    ),
  ).resolves.toEqual({ value: 1, inTime: false });
  await expect(
    pollUntil(
      () => Promise.reject(new Error('refused')),
      () => true,
      {
        ...clock(),
        timeoutMs: 2_500,
      },
    ),
  ).rejects.toThrow('refused');
});

it('does not go on asking for what is not permitted', async () => {
  let asked = 0;
  await expect(
    pollUntil(
      async () => {
        asked += 1;
        throw new NotAllowedError('forbidden');
      },
      () => true,
      { ...clock(), timeoutMs: 60_000 },
    ),
  ).rejects.toThrow('forbidden');
  expect(asked).toBe(1);
});

it('ends at once when it is cancelled', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  await expect(
    pollUntil(
      async () => controller.abort(reason),
      () => false,
      { ...clock(), signal: controller.signal, timeoutMs: 60_000 },
    ),
  ).rejects.toBe(reason);
});
