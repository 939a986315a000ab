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

import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type ShardMessage, shardMessageSchema } from './messages';

/*
 * Messages as lines of a log: `PERF1 <part>/<parts> <sha256> <base64>`, where the hash is that of the whole message, so
 * that parts which belong together are known by it, may come in any order and more than once, and a line that was cut
 * is noticed. Logs cut lines at 16 kB, so that lines stay far below.
 */

const MARK = 'PERF1';
const MAX_LINE = 8 * 1024;
/** Mark, numbers, hash and blanks. */
const OVERHEAD = 100;
const CHUNK = MAX_LINE - OVERHEAD;
const MIB = 1024 * 1024;
const MAX_MESSAGE = 64 * MIB;
const MAX_INFLATED = 512 * MIB;
const MAX_PARTS = Math.ceil((MAX_MESSAGE * 4) / 3 / CHUNK);
const LINE =
  /^PERF1 ([1-9]\d{0,6})\/([1-9]\d{0,6}) ([0-9a-f]{64}) ([A-Za-z0-9+/=]+)$/;
/** Other lines that are kept, to say why something failed. */
const KEPT_LINES = 20;
const MAX_OTHER_LINE = 500;

/**
 * A message as lines, each with its line feed.
 *
 * @public
 */
export function shardLines(message: ShardMessage): string[] {
  const bytes = deflateRawSync(Buffer.from(JSON.stringify(message)));
  const hash = sha256(bytes);
  const text = bytes.toString('base64');
  const parts = Math.ceil(text.length / CHUNK);
  return Array.from(
    { length: parts },
    (_, part) =>
      `${MARK} ${part + 1}/${parts} ${hash} ${text.slice(
        part * CHUNK,
        (part + 1) * CHUNK,
      )}\n`,
  );
}

/**
 * Reads messages out of a log, which may be read again from its begin after it broke off.
 *
 * @public
 */
export class ShardLineReader {
  readonly #open = new Map<string, (string | undefined)[]>();
  readonly #done = new Set<string>();
  readonly #others: string[] = [];
  #rest = '';

  /**
   * Takes a piece of the log.
   *
   * @returns the messages that it completes, each once
   */
  feed(text: string): ShardMessage[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!.slice(0, MAX_LINE * 2);
    return lines.flatMap(line => this.#line(line.trimEnd()) ?? []);
  }

  /** The log broke off and is read anew: what was begun of a line is forgotten. */
  restart(): void {
    this.#rest = '';
  }

  /** The last lines that are no messages: what the program itself or its runtime said. */
  others(): readonly string[] {
    return this.#others;
  }

  #line(line: string): ShardMessage | undefined {
    const match = LINE.exec(line);
    if (!match) {
      this.#keep(line);
      return undefined;
    }
    const [, part, parts, hash, text] = match;
    const [index, count] = [Number(part) - 1, Number(parts)];
    if (this.#done.has(hash) || index >= count || count > MAX_PARTS)
      return undefined;
    const known = this.#open.get(hash) ?? Array(count).fill(undefined);
    if (known.length !== count) return undefined;
    known[index] = text;
    this.#open.set(hash, known);
    if (known.includes(undefined)) return undefined;
    this.#open.delete(hash);
    const bytes = Buffer.from(known.join(''), 'base64');
    // A part was cut: it comes whole when the log is read again.
    if (sha256(bytes) !== hash) return undefined;
    this.#done.add(hash);
    return this.#message(bytes);
  }

  #message(bytes: Buffer): ShardMessage | undefined {
    try {
      return shardMessageSchema.parse(
        JSON.parse(
          inflateRawSync(bytes, { maxOutputLength: MAX_INFLATED }).toString(),
        ),
      );
    } catch (error) {
      this.#keep(
        `A message cannot be read: ${
          error instanceof Error ? error.message : String(error)
        }`,
      );
      return undefined;
    }
  }

  #keep(line: string) {
    if (line === '' || line.startsWith(MARK)) return;
    this.#others.push(line.slice(0, MAX_OTHER_LINE));
    if (this.#others.length > KEPT_LINES) this.#others.shift();
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
