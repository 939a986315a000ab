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
import { ExportError, exportSmpResult } from '@meshplane/benchmark';
import {
  type ExperimentDetail,
  experimentInputSchema,
  type ExperimentList,
  type ExperimentSummary,
  type ExportedFile,
} from '@meshplane/plugin-meshplane-common';
import type { ExperimentRow, PerformanceStores, RunRow } from '../stores/model';
import { ComparisonCache } from './ComparisonCache';
import type { CheckedExperiment, ExperimentViewer } from './ExperimentService';
import { orderOf } from './order';
import { comparableRuns, type MeasuredRun, overheadOf } from './overhead';
import type { ExperimentOperations } from './runOperation';
import { reasonIn } from './stopping';
import { sentencesOf } from './sentences';

/** Runs of an experiment: at most six sides of twenty. */
const MAX_RUNS = 500;

/** States in which an experiment can be cancelled. */
export const CANCELLABLE: readonly ExperimentRow['state'][] = [
  'queued',
  'running',
];

export interface ExperimentReaderOptions {
  stores: Pick<PerformanceStores, 'experiments' | 'runs'>;
  operations: Pick<ExperimentOperations, 'read'>;
}

/** Shows experiments. */
export class ExperimentReader {
  readonly #options: ExperimentReaderOptions;
  readonly #comparisons = new ComparisonCache();

  constructor(options: ExperimentReaderOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError */
  async row(id: string): Promise<ExperimentRow> {
    const row = await this.#options.stores.experiments.get(id);
    if (!row) throw new NotFoundError(`No experiment "${id}"`);
    return row;
  }

  async list(
    query: { limit: number; offset: number },
    viewer: Pick<ExperimentViewer, 'mayCancel'>,
  ): Promise<ExperimentList> {
    const { items, total } = await this.#options.stores.experiments.list(query);
    return { items: items.map(row => summaryOf(row, viewer)), total };
  }

  /** @throws NotFoundError */
  async detail(
    id: string,
    viewer: ExperimentViewer,
  ): Promise<ExperimentDetail> {
    const row = await this.row(id);
    const input = experimentInputSchema.parse(row.input);
    const runs = await this.#runs(id);
    const measured = await this.#measured(runs);
    const overheads = await this.#overheads(input, measured, comparison =>
      this.#comparisons.compare(
        comparison,
        new Map(runs.map(run => [run.id, run])),
        viewer,
      ),
    );
    const { note } = orderOf(
      input.arms.map(({ name }) => name),
      input.rounds,
      input.arms.some(({ setUp }) => setUp !== undefined),
    );
    return {
      ...summaryOf(row, viewer),
      input,
      runs: runs.map(run => viewer.summarizeRun(run)),
      overheads,
      operations: await Promise.all(
        row.operations.map(async operation => ({
          ...operation,
          state: await this.#operationState(operation.operationId),
        })),
      ),
      sentences: [
        ...sentencesOf(input, overheads, row.endedAt !== undefined),
        note,
      ],
    };
  }

  /** @throws NotFoundError, or ConflictError if no run has a result */
  async exportSmp(id: string): Promise<ExportedFile> {
    const row = await this.row(id);
    const runs = await this.#runs(id);
    const results = await this.#options.stores.runs.results(
      runs.map(run => run.id),
    );
    const warnings: string[] = [];
    const documents = runs.flatMap(run => {
      const result = results.get(run.id);
      const { arm, round } = run.experiment ?? {};
      if (!result) {
        warnings.push(`The run "${run.id}" (${arm} ${round}) has no result`);
        return [];
      }
      try {
        const { text, losses } = exportSmpResult(
          {
            ...result,
            labels: {
              ...result.labels,
              'meshplane.io/experiment': row.name,
              'meshplane.io/arm': arm ?? '',
              'meshplane.io/round': String(round ?? ''),
            },
          },
          'yaml',
        );
        for (const loss of losses)
          if (!warnings.includes(`Not in the file: ${loss}`))
            warnings.push(`Not in the file: ${loss}`);
        return [text];
      } catch (error) {
        if (!(error instanceof ExportError)) throw error;
        warnings.push(`The run "${run.id}" is left out: ${reasonIn(error)}`);
        return [];
      }
    });
    if (documents.length === 0)
      throw new ConflictError(
        `The experiment "${row.name}" has no results to export yet`,
      );
    return {
      fileName: `experiment-${id}-smp.yaml`,
      mediaType: 'application/yaml',
      content: Buffer.from(documents.join('---\n')).toString('base64'),
      warnings,
    };
  }

  async #runs(experimentId: string): Promise<RunRow[]> {
    const { items } = await this.#options.stores.runs.list({
      experimentId,
      sort: 'createdAt',
      order: 'asc',
      limit: MAX_RUNS,
      offset: 0,
    });
    return items;
  }

  /** Runs that have ended, by side. */
  async #measured(
    runs: readonly RunRow[],
  ): Promise<Map<string, MeasuredRun[]>> {
    const store = this.#options.stores.runs;
    const ended = runs.filter(({ endedAt }) => endedAt !== undefined);
    const results = await store.results(ended.map(({ id }) => id));
    const byArm = new Map<string, MeasuredRun[]>();
    for (const { id, experiment } of ended) {
      const arm = experiment?.arm ?? '';
      const resources = await store.resources(id);
      const list = byArm.get(arm) ?? [];
      list.push({ id, result: results.get(id), resources });
      byArm.set(arm, list);
    }
    return byArm;
  }

  async #overheads(
    input: CheckedExperiment,
    measured: ReadonlyMap<string, MeasuredRun[]>,
    compare: ExperimentViewer['compare'],
  ): Promise<ExperimentDetail['overheads']> {
    const [first, ...others] = input.arms;
    const of = (name: string) => measured.get(name) ?? [];
    return Promise.all(
      others.map(async arm =>
        overheadOf({
          baseline: { arm: first, runs: of(first.name) },
          side: { arm, runs: of(arm.name) },
          comparison: await this.#comparison(
            input,
            { name: first.name, runs: of(first.name) },
            { name: arm.name, runs: of(arm.name) },
            compare,
          ),
        }),
      ),
    );
  }

  async #comparison(
    { threshold, margin }: CheckedExperiment,
    a: { name: string; runs: readonly MeasuredRun[] },
    b: { name: string; runs: readonly MeasuredRun[] },
    compare: ExperimentViewer['compare'],
  ) {
    const idsOf = (runs: readonly MeasuredRun[]) =>
      comparableRuns(runs).usable.map(({ id }) => id);
    const [before, after] = [idsOf(a.runs), idsOf(b.runs)];
    if (before.length === 0 || after.length === 0) return undefined;
    return compare({
      a: before,
      b: after,
      titleA: a.name,
      titleB: b.name,
      threshold,
      margin,
    });
  }

  async #operationState(id: string): Promise<string> {
    try {
      return (await this.#options.operations.read.get(id)).state;
    } catch {
      // Operations are kept for a while only.
      return 'unknown';
    }
  }
}

/** An experiment as lists show it. */
export function summaryOf(
  row: ExperimentRow,
  { mayCancel }: Pick<ExperimentViewer, 'mayCancel'>,
): ExperimentSummary {
  const { input, order, position, pendingRestores, ...rest } = row;
  return {
    id: rest.id,
    name: rest.name,
    state: rest.state,
    message: rest.message,
    createdAt: rest.createdAt,
    createdBy: rest.createdBy,
    endedAt: rest.endedAt,
    arms: input.arms.map(({ name }) => name),
    order: order.map(({ arm }) => arm),
    done: position,
    total: order.length,
    toRestore: pendingRestores.map(({ arm }) => arm),
    may: { cancel: mayCancel && canCancel(row) },
  };
}

/** Whether there is something to end, or to take back once more. */
export function canCancel(row: ExperimentRow): boolean {
  if (row.endedAt !== undefined) return row.pendingRestores.length > 0;
  return CANCELLABLE.includes(row.state) && !row.cancelRequestedBy;
}
