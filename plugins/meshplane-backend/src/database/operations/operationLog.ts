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

import type { OperationLogEntry } from '@meshplane/plugin-meshplane-common';
import type { Knex } from 'knex';
import { LeaseLostError, type NewLogEntry } from './records';
import type { OperationRow } from './rows';

const TABLE = 'operation_log';
/** SQLite takes a limited number of variables in one statement. */
const CHUNK = 100;

interface LogRow {
  operation_id: string;
  seq: number;
  at: number | string;
  level: string;
  step: string | null;
  text: string;
}

/** See `OperationStore.appendLog`. */
export async function appendLog(
  knex: Knex,
  id: string,
  entries: readonly NewLogEntry[],
  options: { cap: number; owner?: string },
): Promise<void> {
  if (entries.length === 0) return;
  await knex.transaction(async tx => {
    // Locks the row of the operation until the transaction ends: numbers come out gapless and in order.
    const reserved = await tx<OperationRow>('operations')
      .where({ id, ...(options.owner && { lease_owner: options.owner }) })
      .increment('log_seq', entries.length);
    if (reserved !== 1) {
      if (options.owner) throw new LeaseLostError(id);
      return;
    }
    const row = await tx<OperationRow>('operations')
      .where({ id })
      .first('log_seq');
    const last = row!.log_seq - entries.length;
    const kept = withinCap(entries, last, options.cap);
    const rows = kept.map((entry, index) => toRow(id, last + index + 1, entry));
    for (let at = 0; at < rows.length; at += CHUNK)
      await tx(TABLE).insert(rows.slice(at, at + CHUNK));
    if (kept.length !== entries.length)
      await tx<OperationRow>('operations')
        .where({ id })
        .update({ log_seq: last + kept.length });
  });
}

/** Cuts what goes beyond the limit; the first that is cut is replaced by a note. */
function withinCap(
  entries: readonly NewLogEntry[],
  last: number,
  cap: number,
): NewLogEntry[] {
  const kept: NewLogEntry[] = [];
  for (const entry of entries) {
    const seq = last + kept.length + 1;
    if (entry.essential || seq < cap) kept.push(entry);
    else if (seq === cap)
      kept.push({
        at: entry.at,
        level: 'warn',
        text: `The log has ${cap} entries, the most that are kept; further output of steps is left out`,
      });
  }
  return kept;
}

export async function readLog(
  knex: Knex,
  id: string,
  after: number,
  limit: number,
): Promise<OperationLogEntry[]> {
  const rows = await knex<LogRow>(TABLE)
    .where({ operation_id: id })
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit);
  return rows.map(row => ({
    seq: row.seq,
    at: new Date(Number(row.at)).toISOString(),
    level: row.level as OperationLogEntry['level'],
    ...(row.step !== null && { step: row.step }),
    text: row.text,
  }));
}

function toRow(id: string, seq: number, entry: NewLogEntry): LogRow {
  return {
    operation_id: id,
    seq,
    at: entry.at,
    level: entry.level,
    step: entry.step ?? null,
    text: entry.text,
  };
}
