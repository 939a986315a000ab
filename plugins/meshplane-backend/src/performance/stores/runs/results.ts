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
import type { RunResult } from '@meshplane/benchmark/model';
import type { Knex } from 'knex';
import { DatabaseBlobStore } from '../../../database/DatabaseBlobStore';
import { inChunks } from '../../../database/inChunks';
import { BLOBS, dropReferences } from './blobReferences';
import { readDocuments, writeDocument } from './documents';
import {
  histogramsOf,
  mapHistograms,
  type ResultSkeleton,
  takeHistograms,
} from './histograms';
import { RUNS } from './rows';
import { packedSlices, packSlices } from './slices';

/**
 * See `RunStore.saveResult`.
 *
 * @param at - milliseconds since the epoch
 */
export async function saveResult(
  knex: Knex,
  id: string,
  result: RunResult,
  at: number,
): Promise<void> {
  const { skeleton, histograms } = takeHistograms(result);
  await knex.transaction(async tx => {
    // Holds the run, so that it is not removed meanwhile and leaves parts behind.
    if (!(await tx(RUNS).where({ id }).forUpdate().first('id')))
      throw new NotFoundError(`There is no run "${id}"`);
    await dropReferences(tx, [id], new Set(histograms.keys()));
    const blobs = new DatabaseBlobStore(tx, BLOBS);
    // Always in one order: two results with several histograms in common must not wait for each other.
    const sorted = [...histograms].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, hdr] of sorted) await blobs.put(hdr, at);
    await inChunks(sorted, chunk =>
      tx('performance_run_blobs')
        .insert(chunk.map(([sha256]) => ({ run_id: id, sha256 })))
        .onConflict(['run_id', 'sha256'])
        .ignore(),
    );
    await writeDocument(tx, id, 'result', skeleton);
    await packSlices(tx, id, result.slices);
  });
}

/** See `RunStore.results`. */
export async function readResults(
  knex: Knex,
  ids: readonly string[],
): Promise<Map<string, RunResult>> {
  const skeletons = await readDocuments<ResultSkeleton>(knex, ids, 'result');
  const histograms = await new DatabaseBlobStore(knex, BLOBS).getAll(
    [...skeletons.values()].flatMap(histogramsOf),
  );
  const slices = await packedSlices(knex, [...skeletons.keys()]);
  const hdrOf = (sha256: string) => {
    const hdr = histograms.get(sha256);
    if (hdr === undefined)
      throw new Error(`The histogram "${sha256}" of a result is missing`);
    return hdr;
  };
  return new Map(
    [...skeletons].map(([id, skeleton]) => [
      id,
      { ...mapHistograms(skeleton, hdrOf), slices: slices.get(id) ?? [] },
    ]),
  );
}
