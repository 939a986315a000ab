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

import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  RunCharts,
  RunDetail,
  RunEdit,
} from '@meshplane/plugin-meshplane-common';
import type { PerformanceStores, RunFilter, RunRow } from '../stores/model';
import { hasEnded, profileOf, runSummaryOf, type Viewer } from '../viewing';
import { auditOf } from './audit';
import type { Computer } from './compute/computeTasks';
import { Recent } from './Recent';
import { withoutLargeParts } from './withoutLargeParts';

/** Of finished runs, which change no more. */
const CHARTS_KEPT = 20;

export interface ResultServiceOptions {
  stores: Pick<PerformanceStores, 'runs' | 'profiles'>;
  computer: Computer;
  /** Links to what others show of the time of a run. */
  links(row: RunRow): Promise<RunDetail['links']>;
}

/** Shows runs and what was measured, and changes what people say of them. Permissions are the business of the caller. */
export class ResultService {
  readonly #options: ResultServiceOptions;
  readonly #charts = new Recent<RunCharts>(CHARTS_KEPT);

  constructor(options: ResultServiceOptions) {
    this.#options = options;
  }

  /** Undefined if it is not there. */
  find(id: string): Promise<RunRow | undefined> {
    return this.#options.stores.runs.get(id);
  }

  /** A page of runs, those that are visible where a permission restricts the caller. */
  list(filter: RunFilter): Promise<{ items: RunRow[]; total: number }> {
    return this.#options.stores.runs.list(filter);
  }

  async detail(row: RunRow, viewer: Viewer): Promise<RunDetail> {
    const { stores, links } = this.#options;
    const { id, profileId, profileVersion } = row;
    const [result, environment, resources, profile, positions] =
      await Promise.all([
        stores.runs.result(id),
        stores.runs.environment(id),
        stores.runs.resources(id),
        profileId === undefined
          ? undefined
          : stores.profiles.get(profileId, profileVersion),
        row.state === 'queued' ? stores.runs.queuePositions() : undefined,
      ]);
    return {
      ...runSummaryOf(row, viewer, positions?.get(id)),
      ...(profile && { profile: profileOf(profile, viewer) }),
      ...(result && { result: withoutLargeParts(result) }),
      ...(environment && { environment }),
      ...(resources && { resources }),
      gates: result?.gates ?? [],
      audit: result ? auditOf(result, resources) : [],
      note: row.note,
      links: await links(row),
    };
  }

  /** Of what was measured by now, where it still runs. */
  charts({ id, headline, state }: RunRow): Promise<RunCharts> {
    // Without numbers the result may still be on its way.
    return hasEnded(state) && headline
      ? this.#charts.get(id, () => this.#chartsOf(id))
      : this.#chartsOf(id);
  }

  async #chartsOf(id: string): Promise<RunCharts> {
    const { runs } = this.#options.stores;
    const result = await runs.result(id);
    return this.#options.computer.compute('charts', {
      latency: result?.latency ?? {},
      slices: result?.slices ?? (await runs.seconds(id)),
    });
  }

  /**
   * @throws ConflictError if it is to become a baseline and cannot be one
   */
  async edit({ id }: RunRow, edit: RunEdit): Promise<RunRow> {
    const { runs } = this.#options.stores;
    const row = await runs.get(id);
    if (!row) throw new NotFoundError(`No run "${id}"`);
    if (edit.baseline) requirePinnable(row);
    const changed = await runs.transition(id, [row.state], edit);
    if (!changed)
      throw new ConflictError(
        `The run "${id}" has just changed its state; try again`,
      );
    return changed;
  }

  /**
   * @throws ConflictError while it runs, and for baselines
   */
  async delete({ id }: RunRow): Promise<void> {
    const { runs } = this.#options.stores;
    const row = await runs.get(id);
    if (!row) return;
    if (!hasEnded(row.state))
      throw new ConflictError(
        `The run "${row.name}" is ${row.state}: cancel it first`,
      );
    if (row.baseline)
      throw new ConflictError(
        `The run "${row.name}" is a baseline: unpin it first`,
      );
    await runs.delete(id);
  }
}

function requirePinnable(row: RunRow) {
  const why = obstacleToPin(row);
  if (why)
    throw new ConflictError(
      `The run "${row.name}" cannot be a baseline: ${why}`,
    );
}

function obstacleToPin({ end, state, validity }: RunRow): string | undefined {
  if (state !== 'succeeded')
    return `it is ${state}${hasEnded(state) ? '' : ' and not done yet'}`;
  if (validity === 'invalid')
    return 'it measured its generator, not the target';
  return end === undefined || end === 'complete'
    ? undefined
    : `it did not run to its end ("${end}")`;
}
