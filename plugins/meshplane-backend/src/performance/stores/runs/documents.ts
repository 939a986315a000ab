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

import type { Knex } from 'knex';

const TABLE = 'performance_run_documents';
/** SQLite takes a limited number of variables in one statement. */
const CHUNK = 500;

type Kind = 'plan' | 'result' | 'environment' | 'resources';

/** Stores a large part of a run, in the place of the one before. */
export async function writeDocument(
  knex: Knex,
  run: string,
  kind: Kind,
  content: unknown,
): Promise<void> {
  await knex(TABLE)
    .insert({ run_id: run, kind, content: JSON.stringify(content) })
    .onConflict(['run_id', 'kind'])
    .merge();
}

/** The parts of one kind that are there, by run. What comes out is what was given to {@link writeDocument}. */
export async function readDocuments<T>(
  knex: Knex,
  runs: readonly string[],
  kind: Kind,
): Promise<Map<string, T>> {
  const documents = new Map<string, T>();
  for (let at = 0; at < runs.length; at += CHUNK) {
    const rows = await knex(TABLE)
      .where({ kind })
      .whereIn('run_id', runs.slice(at, at + CHUNK))
      .select<{ run_id: string; content: string }[]>('run_id', 'content');
    for (const { run_id: run, content } of rows)
      documents.set(run, JSON.parse(content) as T);
  }
  return documents;
}

/** See {@link readDocuments}. */
export async function readDocument<T>(
  knex: Knex,
  run: string,
  kind: Kind,
): Promise<T | undefined> {
  return (await readDocuments<T>(knex, [run], kind)).get(run);
}
