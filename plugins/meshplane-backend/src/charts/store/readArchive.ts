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

import { InputError } from '@backstage/errors';
import { createReadStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';

const MIB = 1024 * 1024;

/** What an archive may have. */
export interface ArchiveLimits {
  /** Of all unpacked bytes, also of files that are skipped. */
  readonly maxTotalBytes: number;
  /** Of one file that is kept. */
  readonly maxFileBytes: number;
  readonly maxFiles: number;
}

/** As Helm's own: 100 MiB in all. */
export const CHART_LIMITS: ArchiveLimits = {
  maxTotalBytes: 100 * MIB,
  maxFileBytes: 16 * MIB,
  maxFiles: 20_000,
};

/**
 * Reads files of a `.tgz` into memory; nothing is written to disk. Refuses what has no place in a chart: paths that
 * lead out, links, devices, and more than the limits.
 *
 * @param source - path of the file, or its bytes
 * @param wanted - by path in the archive
 * @param name - for messages
 * @throws InputError
 */
export async function readArchive(
  source: string | Buffer,
  wanted: (path: string) => boolean,
  name: string,
  limits: ArchiveLimits = CHART_LIMITS,
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const refuse = (why: string) =>
    new InputError(`The archive of ${name} is refused: ${why}`);
  let problem: InputError | undefined;
  let count = 0;

  const onEntry = (entry: ReadEntry) => {
    count += 1;
    problem ??= problemOf(entry, count, limits, refuse);
    const path = normalized(entry.path);
    if (problem || entry.type === 'Directory' || !wanted(path)) {
      entry.resume();
      return;
    }
    if (entry.size > limits.maxFileBytes) {
      problem ??= refuse(
        `its file "${path}" is larger than ${limits.maxFileBytes} bytes`,
      );
      entry.resume();
      return;
    }
    const chunks: Buffer[] = [];
    entry.on('data', chunk => chunks.push(chunk as Buffer));
    entry.on('end', () => files.set(path, Buffer.concat(chunks)));
  };

  let total = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _, done) {
      total += chunk.length;
      if (total > limits.maxTotalBytes) {
        problem ??= refuse(
          `unpacked it is larger than ${limits.maxTotalBytes} bytes`,
        );
      }
      // Ends the reading at once, not only when all has been unpacked.
      done(problem ?? null, chunk);
    },
  });
  const parser = new Parser({ strict: true, onReadEntry: onEntry });
  try {
    await pipeline(
      typeof source === 'string'
        ? createReadStream(source)
        : Readable.from([source]),
      createGunzip(),
      limit,
      async function parse(chunks: AsyncIterable<Buffer>) {
        const ended = new Promise<void>((resolve, reject) => {
          parser.on('end', resolve);
          parser.on('error', reject);
        });
        ended.catch(() => {});
        for await (const chunk of chunks) parser.write(chunk);
        parser.end();
        await ended;
      },
    );
  } catch (error) {
    throw (
      problem ?? refuse(`it is not a sound ".tgz": ${(error as Error).message}`)
    );
  }
  if (problem) throw problem;
  return files;
}

function problemOf(
  entry: ReadEntry,
  count: number,
  limits: ArchiveLimits,
  refuse: (why: string) => InputError,
): InputError | undefined {
  const { path, type } = entry;
  if (count > limits.maxFiles) {
    return refuse(`it has more than ${limits.maxFiles} files`);
  }
  if (type !== 'File' && type !== 'OldFile' && type !== 'Directory') {
    return refuse(`"${path}" is a ${type}, not a file`);
  }
  const parts = path.split(/[/\\]/);
  if (
    path.startsWith('/') ||
    path.includes('\\') ||
    path.includes('\0') ||
    /^[A-Za-z]:/.test(path) ||
    parts.includes('..')
  ) {
    return refuse(`the path "${path}" leads out of it`);
  }
  return undefined;
}

function normalized(path: string): string {
  return path
    .split('/')
    .filter(part => part && part !== '.')
    .join('/');
}
