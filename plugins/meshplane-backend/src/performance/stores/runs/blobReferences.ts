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
import { inChunks } from '../../../database/inChunks';

export const BLOBS = 'performance_blobs';
const REFERENCES = 'performance_run_blobs';

/**
 * Forgets which histograms these runs refer to, and removes those that nothing refers to any more.
 *
 * @param except - that stay, since they are about to be referred to again
 */
export async function dropReferences(
  tx: Knex,
  runs: readonly string[],
  except: ReadonlySet<string> = new Set(),
): Promise<void> {
  const referred = new Set<string>();
  await inChunks(runs, async chunk => {
    const rows = await tx(REFERENCES)
      .whereIn('run_id', chunk)
      .distinct<{ sha256: string }[]>('sha256');
    for (const { sha256 } of rows) referred.add(sha256);
  });
  const sha256s = [...referred].filter(sha256 => !except.has(sha256)).sort();
  // Held first, in one order: of two that give up the last references at once, the second must see that it is the last;
  // and one that refers to it anew waits, and stores it again.
  await inChunks(sha256s, chunk =>
    tx(BLOBS)
      .whereIn('sha256', chunk)
      .orderBy('sha256')
      .forUpdate()
      .select('sha256'),
  );
  await inChunks(runs, chunk =>
    tx(REFERENCES).whereIn('run_id', chunk).delete(),
  );
  await inChunks(sha256s, chunk =>
    tx(BLOBS)
      .whereIn('sha256', chunk)
      .whereNotExists(
        tx(REFERENCES)
          .select(tx.raw('1'))
          .whereRaw('?? = ??', [`${REFERENCES}.sha256`, `${BLOBS}.sha256`]),
      )
      .delete(),
  );
}
