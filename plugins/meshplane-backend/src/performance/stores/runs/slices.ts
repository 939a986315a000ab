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

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Slice } from '@meshplane/benchmark/model';
import type { Knex } from 'knex';
import { inChunks } from '../../../database/inChunks';

const LIVE = 'performance_live_seconds';
const PACKED = 'performance_slices';
/** Slices in one row: a minute is read at once, and a long run in parts. */
const PACK = 60;
const zip = promisify(gzip);
const unzip = promisify(gunzip);

interface PackedRow {
  run_id: string;
  position: number;
  last_second: number;
  content: Buffer;
}

/** See `RunStore.appendSeconds`. */
export async function appendSeconds(
  knex: Knex,
  id: string,
  slices: readonly Slice[],
): Promise<void> {
  // A statement must not write one row twice; the last word on a second counts.
  const newest = new Map(slices.map(slice => [slice.second, slice]));
  await inChunks([...newest.values()], chunk =>
    knex(LIVE)
      .insert(
        chunk.map(slice => ({
          run_id: id,
          second: slice.second,
          slice: JSON.stringify(slice),
        })),
      )
      .onConflict(['run_id', 'second'])
      .merge(),
  );
}

/** Puts the slices of a result in the place of the seconds that were kept while it ran. */
export async function packSlices(
  tx: Knex,
  id: string,
  slices: readonly Slice[],
): Promise<void> {
  await tx(LIVE).where({ run_id: id }).delete();
  await tx(PACKED).where({ run_id: id }).delete();
  for (let at = 0; at < slices.length; at += PACK) {
    const pack = slices.slice(at, at + PACK);
    const row: PackedRow = {
      run_id: id,
      position: at / PACK,
      last_second: Math.max(...pack.map(({ second }) => second)),
      content: await zip(JSON.stringify(pack)),
    };
    await tx(PACKED).insert(row);
  }
}

/** See `RunStore.seconds`: those of the result, or those that are there so far. */
export async function readSeconds(
  knex: Knex,
  id: string,
  after = -1,
): Promise<Slice[]> {
  const packed = await readPacked(
    knex(PACKED).where({ run_id: id }).where('last_second', '>', after),
  );
  const slices = packed.get(id);
  if (slices) return slices.filter(({ second }) => second > after);
  const live: { slice: string }[] = await knex(LIVE)
    .where({ run_id: id })
    .where('second', '>', after)
    .orderBy('second')
    .select('slice');
  return live.map(({ slice }) => JSON.parse(slice) as Slice);
}

/** The slices of results, by run; in the order in which they were. */
export async function packedSlices(
  knex: Knex,
  ids: readonly string[],
): Promise<Map<string, Slice[]>> {
  return readPacked(knex(PACKED).whereIn('run_id', [...ids]));
}

async function readPacked(query: Knex.QueryBuilder) {
  const rows: PackedRow[] = await query.orderBy(['run_id', 'position']);
  const packs = await Promise.all(
    rows.map(async ({ content }) => (await unzip(content)).toString('utf8')),
  );
  const slices = new Map<string, Slice[]>();
  for (const [index, { run_id: run }] of rows.entries()) {
    const pack = JSON.parse(packs[index]) as Slice[];
    slices.set(run, [...(slices.get(run) ?? []), ...pack]);
  }
  return slices;
}
