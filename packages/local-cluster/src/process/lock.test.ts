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

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownIdentity } from './identity';
import { withLock } from './lock';

describe('withLock', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
    path = join(folder, 'local.lock');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('lets one in at a time and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await readdir(folder);
      inside -= 1;
    };
    await Promise.all(
      Array.from({ length: 8 }, () =>
        withLock(path, { timeoutMs: 20_000 }, work),
      ),
    );
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is free again after work that failed', async () => {
    const failure = withLock(path, { timeoutMs: 1_000 }, async () => {
      throw new Error('no space left');
    });
    await expect(failure).rejects.toThrow('no space left');
    expect(await withLock(path, { timeoutMs: 1_000 }, async () => 7)).toBe(7);
  });

  it.each([
    ['whose owner died', { startedAt: 'an earlier time', nonce: 'x' }],
    ['that is damaged', { nonce: 3 }],
  ])('takes over a lock %s, for one of many that see it', async (_, part) => {
    await writeFile(path, JSON.stringify({ ...ownIdentity(), ...part }));
    let inside = 0;
    const seen = await Promise.all(
      Array.from({ length: 6 }, () =>
        withLock(path, { timeoutMs: 20_000 }, async () => {
          inside += 1;
          const now = inside;
          await readdir(folder);
          inside -= 1;
          return now;
        }),
      ),
    );
    expect(seen).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says once that it waits, and gives up in the end', async () => {
    await writeFile(path, JSON.stringify({ ...ownIdentity(), nonce: 'x' }));
    const onWait = jest.fn();
    await expect(
      withLock(path, { timeoutMs: 150, onWait }, async () => {}),
    ).rejects.toThrow('local.lock" is held by another process');
    expect(onWait).toHaveBeenCalledTimes(1);
  });
});
