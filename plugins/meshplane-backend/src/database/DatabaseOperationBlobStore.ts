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
import type { OperationBlobStore } from './OperationStore';

const TABLE = 'operation_blobs';
const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** {@link OperationBlobStore} in the plugin's database. */
export class DatabaseOperationBlobStore implements OperationBlobStore {
  readonly #knex: Knex;

  /** @param knex - with the tables of the migrations */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async put(content: string, at: number): Promise<string> {
    const bytes = Buffer.from(content, 'utf8');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const zipped = await zip(bytes);
    await this.#knex(TABLE)
      .insert({ sha256, size: bytes.length, created_at: at, content: zipped })
      .onConflict('sha256')
      // Young again: the clean-up spares what somebody is about to refer to.
      .merge({ created_at: at });
    return sha256;
  }

  async get(sha256: string): Promise<string | undefined> {
    const row = await this.#knex(TABLE)
      .where({ sha256 })
      .first<{ content: Buffer } | undefined>('content');
    return row && (await unzip(row.content)).toString('utf8');
  }
}
