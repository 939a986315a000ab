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

import { NotFoundError } from '@backstage/errors';
import type { RunStore } from './stores/model';

/**
 * When a run went on, epoch milliseconds; undefined if it has not begun.
 *
 * @throws NotFoundError
 */
export async function windowOf(
  runs: Pick<RunStore, 'get'>,
  id: string,
): Promise<{ from: number; to: number } | undefined> {
  const row = await runs.get(id);
  if (!row) throw new NotFoundError(`No run "${id}"`);
  if (!row.startedAt) return undefined;
  const from = Date.parse(row.startedAt);
  const measured = from + 1000 * (row.headline?.measuredSeconds ?? 0);
  return { from, to: row.endedAt ? Date.parse(row.endedAt) : measured };
}
