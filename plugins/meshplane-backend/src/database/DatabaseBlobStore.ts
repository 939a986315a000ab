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
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Knex } from 'knex';

/** SQLite takes a limited number of variables in one statement. */
const CHUNK = 500;
const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Texts in a table of the plugin's database, stored once under their sha256 and compressed. */
export class DatabaseBlobStore {
  readonly #knex: Knex;
  readonly #table: string;

  /**
   * @param knex - or a transaction
   * @param table - with the columns sha256, size, created_at and content
   */
  constructor(knex: Knex, table: string) {
    this.#knex = knex;
    this.#table = table;
  }

  /**
   * Stores a text unless it is there.
   *
   * @param at - milliseconds since the epoch
   * @returns sha256 in hex
   */
  async put(content: string, at: number): Promise<string> {
    const bytes = Buffer.from(content, 'utf8');
    const sha256 = sha256Of(bytes);
    const zipped = await zip(bytes);
    await this.#knex(this.#table)
      .insert({ sha256, size: bytes.length, created_at: at, content: zipped })
      .onConflict('sha256')
      // Young again: the clean-up spares what somebody is about to refer to. It also holds the row in a transaction.
      .merge({ created_at: at });
    return sha256;
  }

  async get(sha256: string): Promise<string | undefined> {
    return (await this.getAll([sha256])).get(sha256);
  }

  /** Those that are there, by sha256. */
  async getAll(sha256s: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const wanted = [...new Set(sha256s)];
    for (let at = 0; at < wanted.length; at += CHUNK) {
      const rows = await this.#knex(this.#table)
        .whereIn('sha256', wanted.slice(at, at + CHUNK))
        .select<{ sha256: string; content: Buffer }[]>('sha256', 'content');
      for (const { sha256, content } of rows)
        found.set(sha256, (await unzip(content)).toString('utf8'));
    }
    return found;
  }
}

/** In hex. */
export function sha256Of(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
