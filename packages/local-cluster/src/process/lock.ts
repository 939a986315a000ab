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

import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readIfExists } from './files';
import { isAlive, ownIdentity, processIdentitySchema } from './identity';
import { waitFor } from './waiting';

const lockSchema = processIdentitySchema.extend({ nonce: z.string() });

/** Options of {@link withLock}. */
export interface LockOptions {
  /** How long to wait for the present owner, in milliseconds. */
  timeoutMs: number;
  /** Called once, before waiting for another owner. */
  onWait?: () => void;
  signal?: AbortSignal;
}

/**
 * Runs `work` while no other process (and no other call in this process) runs
 * work under the same lock file. A lock whose owner died is taken over.
 *
 * @param path - the lock file; its folder is made
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  await acquire(path, options);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string, options: LockOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let told = false;
  await waitFor(
    `the lock "${path}" is held by another process`,
    async () => {
      if (await tryToTake(path)) {
        return true;
      }
      if (await removeIfOrphaned(path, options)) {
        return tryToTake(path);
      }
      if (!told) {
        told = true;
        options.onWait?.();
      }
      return false;
    },
    { timeoutMs: options.timeoutMs, signal: options.signal, intervalMs: 50 },
  );
}

async function tryToTake(path: string): Promise<boolean> {
  const nonce = randomBytes(8).toString('hex');
  const draft = `${path}.${nonce}`;
  await writeFile(draft, JSON.stringify({ ...ownIdentity(), nonce }), {
    mode: 0o600,
  });
  try {
    // A hard link appears with its whole content or not at all.
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Two processes that both see an orphan must not both remove it: the second
 * would remove the lock that the first has just taken. So the right to remove
 * one particular content is itself a lock, named after that content.
 */
async function removeIfOrphaned(
  path: string,
  options: LockOptions,
): Promise<boolean> {
  const content = await readIfExists(path);
  if (content === undefined) {
    return true;
  }
  if (ownerIsAlive(content)) {
    return false;
  }
  const digest = createHash('sha256').update(content).digest('hex');
  await withLock(`${path}-${digest.slice(0, 8)}`, options, async () => {
    if ((await readIfExists(path)) === content) {
      await rm(path, { force: true });
    }
  });
  return true;
}

function ownerIsAlive(content: string): boolean {
  try {
    return isAlive(lockSchema.parse(JSON.parse(content)));
  } catch {
    return false;
  }
}
