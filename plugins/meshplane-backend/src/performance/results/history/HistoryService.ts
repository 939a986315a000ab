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

import { InputError } from '@backstage/errors';
import { inspectHistory } from '@meshplane/benchmark';
import type {
  historyQuerySchema,
  PerformanceHistory,
} from '@meshplane/plugin-meshplane-common';
import type { z } from 'zod';
import type { PerformanceStores, RunRow } from '../../stores/model';
import { comparableRows } from './comparableRows';
import { type HistoryMetric, historyMetrics } from './metrics';
import { pointsOf } from './points';
import { changeSentence, outlierSentence } from './sentences';

/** Runs that are looked at for each point that is asked for, and at most. */
const RUNS_PER_POINT = 20;
const MAX_RUNS = 10_000;

/** Histories of profiles and components. Permissions are the business of the caller. */
export class HistoryService {
  readonly #runs: Pick<PerformanceStores['runs'], 'list'>;

  constructor({ runs }: Pick<PerformanceStores, 'runs'>) {
    this.#runs = runs;
  }

  /**
   * One point per release, with the releases in which something changed.
   *
   * @param visible - only these runs, where a permission restricts the caller
   * @throws InputError if neither profile nor entity is given
   */
  async history(
    query: z.output<typeof historyQuerySchema>,
    visible?: (row: RunRow) => boolean,
  ): Promise<PerformanceHistory> {
    const { entityRef, limit, profileId } = query;
    if (!entityRef && !profileId)
      throw new InputError(
        'A history is that of a profile or of an entity: give "profileId" or "entityRef"',
      );
    const { items, total } = await this.#runs.list({
      entityRef,
      profileId,
      state: 'succeeded',
      sort: 'createdAt',
      order: 'desc',
      limit: Math.min(limit * RUNS_PER_POINT, MAX_RUNS),
      offset: 0,
      visible,
    });
    const metric = historyMetrics[query.metric];
    const { rows, notes } = comparableRows(items);
    if (total > items.length)
      notes.push(
        `Only the latest ${items.length} of ${total} runs are in this history`,
      );
    return historyOf(rows, query.metric, metric, limit, notes);
  }
}

/** @param notes - said beside what follows from the points */
export function historyOf(
  rows: readonly RunRow[],
  name: string,
  metric: HistoryMetric,
  limit: number,
  notes: readonly string[] = [],
): PerformanceHistory {
  const points = pointsOf(rows, metric).slice(-limit);
  const findings = inspectHistory(points.map(({ value }) => value));
  const history: PerformanceHistory = {
    metric: name,
    unit: metric.unit,
    points,
    changePoints: [],
    notes: [...notes],
  };
  for (const finding of findings) {
    if (finding.kind === 'outlier') {
      const { index, interval } = finding;
      history.outlier = {
        index,
        interval,
        sentence: outlierSentence(metric, points[index], interval),
      };
    } else {
      const { index, p, meanBefore, meanAfter } = finding.change;
      history.changePoints.push({
        index,
        before: meanBefore,
        after: meanAfter,
        change: shareOf(meanBefore, meanAfter),
        p,
        sentence: changeSentence(metric, points[index], meanBefore, meanAfter),
      });
    }
  }
  if (points.length > 0 && points.length < 4)
    history.notes.push(
      `${points.length} ${
        points.length === 1 ? 'point says' : 'points say'
      } nothing about changes yet; from four on an outlier is told, from ten on a lasting change`,
    );
  return history;
}

/** Relative change; from zero it has no share, and counts as all of it. */
function shareOf(before: number, after: number): number {
  if (before === 0) return Math.sign(after);
  return (after - before) / Math.abs(before);
}
