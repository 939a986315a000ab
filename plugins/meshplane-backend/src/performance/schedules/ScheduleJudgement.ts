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

import {
  type ComparisonInput,
  finishedRunStates,
  type PerformanceComparison,
  type ScheduleComparison,
} from '@meshplane/plugin-meshplane-common';
import { reasonOf } from '../../operations/secrets';
import type { PerformanceStores, RunRow, ScheduleRow } from '../stores/model';
import { lastRuns } from './lastRuns';
import type { ScheduleNotifier } from './ScheduleNotifier';

/** Most runs that a comparison takes for a side. */
const MAX_BASELINES = 50;

/** What the last runs are worth; neither where nothing was to be compared. */
interface Judgement {
  comparison?: ScheduleComparison;
  error?: string;
}

/** Compares the runs of schedules with the pinned baseline when they have ended. */
export class ScheduleJudgement {
  readonly #stores: Pick<PerformanceStores, 'schedules' | 'runs'>;
  readonly #compare: (input: ComparisonInput) => Promise<PerformanceComparison>;
  readonly #notifier: Pick<ScheduleNotifier, 'regressed'>;

  constructor(options: {
    stores: Pick<PerformanceStores, 'schedules' | 'runs'>;
    compare: (input: ComparisonInput) => Promise<PerformanceComparison>;
    notifier: Pick<ScheduleNotifier, 'regressed'>;
  }) {
    this.#stores = options.stores;
    this.#compare = options.compare;
    this.#notifier = options.notifier;
  }

  /** Does nothing until all runs of the last time have ended. Over all replicas one records and tells. */
  async judge(schedule: ScheduleRow, now: Date): Promise<void> {
    if (!schedule.awaiting) return;
    const runs = await lastRuns(this.#stores.runs, schedule);
    if (runs.some(({ state }) => !finishedRunStates.includes(state))) return;
    const judgement: Judgement = schedule.compareWithBaseline
      ? await this.#judgementOf(schedule, runs, now).catch(error => ({
          error: `The runs could not be compared: ${reasonOf(error)}`,
        }))
      : {};
    const recorded = await this.#stores.schedules.judge(
      schedule.id,
      schedule.lastRunIds,
      judgement,
    );
    const { comparison } = judgement;
    if (recorded && comparison?.verdict === 'regression')
      this.#notifier.regressed(
        schedule,
        comparison,
        runs.find(({ entityRef }) => entityRef)?.entityRef,
      );
  }

  async #judgementOf(
    schedule: ScheduleRow,
    runs: readonly RunRow[],
    now: Date,
  ): Promise<Judgement> {
    const succeeded = runs.filter(({ state }) => state === 'succeeded');
    if (succeeded.length === 0)
      return {
        error: `None of the ${schedule.lastRunIds.length} runs has succeeded, so that nothing could be compared`,
      };
    const baseline = (await this.#baselines(schedule))
      .map(({ id }) => id)
      .filter(id => !schedule.lastRunIds.includes(id));
    const at = now.toISOString();
    if (baseline.length === 0)
      return {
        comparison: {
          at,
          sentence: 'No run of this profile is pinned as its baseline.',
          baselineRunIds: [],
        },
      };
    const { verdict, sentence } = await this.#compare({
      a: baseline,
      b: succeeded.map(({ id }) => id),
      titleA: 'Baseline',
      titleB: schedule.name,
      // Kept comparisons would exempt the runs of every night from retention.
      save: false,
    });
    return { comparison: { at, verdict, sentence, baselineRunIds: baseline } };
  }

  async #baselines({ profileId }: ScheduleRow): Promise<RunRow[]> {
    const { items } = await this.#stores.runs.list({
      profileId,
      baseline: 'true',
      state: 'succeeded',
      sort: 'createdAt',
      order: 'desc',
      limit: MAX_BASELINES,
      offset: 0,
    });
    return items;
  }
}
