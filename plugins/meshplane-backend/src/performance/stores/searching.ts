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
import { toText } from './columns';

/** What a column to search in holds: lower case by JavaScript, since SQLite knows only that of ASCII. */
export function searchable(...parts: readonly (string | undefined)[]): string {
  return toText(parts.filter(Boolean).join('\n').toLowerCase());
}

/** Keeps the rows whose column has every word of the text somewhere. */
export function whereFound(
  query: Knex.QueryBuilder,
  column: string,
  text: string | undefined,
): void {
  for (const word of toText(text ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean))
    query.whereRaw(`?? like ? escape '!'`, [
      column,
      `%${word.replace(/[!%_]/g, '!$&')}%`,
    ]);
}
