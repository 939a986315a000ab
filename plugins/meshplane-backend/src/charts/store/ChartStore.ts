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

import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Older temporary files were left behind by a process that was killed. */
const STALE_MS = 60 * 60 * 1000;
const HEX = /^[0-9a-f]{64}$/;

/** What is remembered of a package beside its bytes. */
const noteSchema = z.object({
  /** Checks that it has passed, each with what it was checked against. */
  checks: z.array(z.string()),
});

/** A file of the store. */
export interface StoredPackage {
  readonly path: string;
  readonly digest: string;
  readonly bytes: number;
}

export interface ChartStoreOptions {
  readonly directory: string;
  readonly maxBytes: number;
  readonly now?: () => number;
  /** For tests of a full disk. */
  readonly open?: typeof fs.open;
}

/**
 * Packages by their digest. A file is there whole or not at all: it is written under another name first. Several
 * processes may share the folder.
 */
export class ChartStore {
  readonly #options: ChartStoreOptions;

  constructor(options: ChartStoreOptions) {
    this.#options = options;
  }

  /** @param digest - `sha256:…` */
  async find(digest: string): Promise<StoredPackage | undefined> {
    const path = this.#pathOf(digest);
    try {
      const { size } = await fs.stat(path);
      const now = this.#now();
      // What is used stays.
      await fs.utimes(path, now / 1000, now / 1000).catch(() => {});
      return { path, digest, bytes: size };
    } catch {
      return undefined;
    }
  }

  /**
   * Writes a package and checks its digest.
   *
   * @param expected - `sha256:…`; undefined: any
   * @param what - for messages, such as `Chart "base" 1.30.3`
   * @throws ConflictError for another digest, ServiceUnavailableError when the disk does not take it; nothing is left
   * behind then
   */
  async write(
    content: AsyncIterable<Buffer>,
    expected: string | undefined,
    what: string,
  ): Promise<StoredPackage> {
    const folder = join(this.#options.directory, 'tmp');
    const temporary = join(folder, randomUUID());
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await this.#keep(async () => {
        await fs.mkdir(folder, { recursive: true, mode: 0o700 });
        await fs.mkdir(this.#folder(), { recursive: true, mode: 0o700 });
      }, what);
      const file = await this.#keep(
        () => (this.#options.open ?? fs.open)(temporary, 'wx', 0o400),
        what,
      );
      try {
        for await (const chunk of content) {
          hash.update(chunk);
          bytes += chunk.length;
          await this.#keep(() => writeAll(file, chunk), what);
        }
        // A full disk may be reported only now.
        await this.#keep(() => file.sync(), what);
      } finally {
        await file.close();
      }
      const digest = `sha256:${hash.digest('hex')}`;
      if (expected && digest !== expected) {
        throw new ConflictError(
          `${what} has digest "${digest}" instead of "${expected}": it was not kept`,
        );
      }
      const path = this.#pathOf(digest);
      await this.#keep(() => fs.rename(temporary, path), what);
      await this.#evict(path);
      return { path, digest, bytes };
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
  }

  /** Whether a package has passed a check. */
  async hasPassed(digest: string, check: string): Promise<boolean> {
    return (await this.#checks(digest)).includes(check);
  }

  /** Remembers that a package has passed a check. Best effort: otherwise it is done again. */
  async notePassed(digest: string, check: string): Promise<void> {
    const checks = new Set(await this.#checks(digest));
    checks.add(check);
    const path = this.#notePath(digest);
    const temporary = `${path}.${randomUUID()}`;
    try {
      await fs.writeFile(temporary, JSON.stringify({ checks: [...checks] }), {
        mode: 0o600,
      });
      await fs.rename(temporary, path);
    } catch {
      await fs.rm(temporary, { force: true });
    }
  }

  async #checks(digest: string): Promise<string[]> {
    try {
      const text = await fs.readFile(this.#notePath(digest), 'utf8');
      return noteSchema.parse(JSON.parse(text)).checks;
    } catch {
      return [];
    }
  }

  /** Removes what was not used for longest until the rest fits, and what was never finished. */
  async #evict(justWritten: string): Promise<void> {
    const names = await fs.readdir(this.#folder()).catch(() => []);
    const files = await Promise.all(
      names
        .filter(name => name.endsWith('.tgz'))
        .map(async name => {
          const path = join(this.#folder(), name);
          const stat = await fs.stat(path).catch(() => undefined);
          return { path, bytes: stat?.size ?? 0, used: stat?.mtimeMs ?? 0 };
        }),
    );
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    files.sort((a, b) => a.used - b.used);
    for (const { path, bytes } of files) {
      if (total <= this.#options.maxBytes) break;
      if (path === justWritten) continue;
      await fs.rm(path, { force: true });
      await fs.rm(path.replace(/\.tgz$/, '.json'), { force: true });
      total -= bytes;
    }
    const folder = join(this.#options.directory, 'tmp');
    for (const name of await fs.readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const stat = await fs.stat(path).catch(() => undefined);
      if (stat && this.#now() - stat.mtimeMs > STALE_MS) {
        await fs.rm(path, { force: true });
      }
    }
  }

  /** Says what a failure of the file system means. */
  async #keep<T>(work: () => Promise<T>, what: string): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const { directory } = this.#options;
      const why =
        code === 'ENOSPC' || code === 'EDQUOT'
          ? 'there is no space left. Make room there, or set "meshplane.charts.cacheDirectory" to another place'
          : message;
      throw new ServiceUnavailableError(
        `${what} cannot be kept in "${directory}": ${why}`,
      );
    }
  }

  #folder(): string {
    return join(this.#options.directory, 'sha256');
  }

  #pathOf(digest: string): string {
    return join(this.#folder(), `${hexOf(digest)}.tgz`);
  }

  #notePath(digest: string): string {
    return join(this.#folder(), `${hexOf(digest)}.json`);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

function hexOf(digest: string): string {
  const hex = digest.replace(/^sha256:/, '');
  if (!HEX.test(hex)) {
    throw new InputError(
      `"${digest}" is not a digest: "sha256:" and 64 hexadecimal digits`,
    );
  }
  return hex;
}

/** One write may take less than it was given. */
async function writeAll(file: fs.FileHandle, chunk: Buffer): Promise<void> {
  let offset = 0;
  while (offset < chunk.length) {
    const { bytesWritten } = await file.write(chunk, offset);
    offset += bytesWritten;
  }
}
