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

import type { LoadProfile, RunResult, Slice } from '@meshplane/benchmark/model';
import type {
  ComparisonInput,
  ExperimentInput,
  ExperimentSummary,
  Headline,
  PerformanceComparison,
  ProfileInput,
  RunEnvironment,
  RunnerChoice,
  RunQuery,
  RunResources,
  RunState,
  RunSummary,
  ScheduleComparison,
  ScheduleInput,
} from '@meshplane/plugin-meshplane-common';
import type { z } from 'zod';
import type {
  profileInputSchema,
  profileQuerySchema,
  runQuerySchema,
} from '@meshplane/plugin-meshplane-common';

/** Times are ISO 8601 in UTC everywhere in these rows. */

export interface ProfileRow {
  id: string;
  version: number;
  input: z.output<typeof profileInputSchema>;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
  archived: boolean;
}

/** A run without its large parts. */
export interface RunRow {
  id: string;
  name: string;
  state: RunState;
  message?: string;
  profileId?: string;
  profileVersion?: number;
  entityRef?: string;
  cluster?: string;
  targets: string[];
  /** Runs with the same key wait for each other: the sorted targets. */
  queueKey: string;
  runner?: RunnerChoice;
  generator: string;
  origin: RunSummary['origin'];
  release?: string;
  labels: Record<string, string>;
  note: string;
  createdAt: string;
  createdBy: string;
  startedAt?: string;
  endedAt?: string;
  /** Replica that works on it, and until when it may be silent. */
  lease?: { owner: string; until: string };
  cancelRequestedBy?: string;
  end?: RunResult['end'];
  precision?: RunResult['precision'];
  validity?: 'valid' | 'invalid' | 'unknown';
  gate?: 'pass' | 'borderline' | 'fail' | 'not-judged';
  headline?: Headline;
  baseline: boolean;
  experiment?: { id: string; arm: string; round: number };
  scheduleId?: string;
}

/** The profile as it ran, with the version it was taken from; without secrets. */
export interface RunPlan {
  load: LoadProfile;
  input: z.output<typeof profileInputSchema>;
}

export type ProfileFilter = z.output<typeof profileQuerySchema>;
export type RunFilter = z.output<typeof runQuerySchema> & {
  /** Only those of these owners or clusters, where a permission says so; decided by the caller. */
  visible?: (row: RunRow) => boolean;
};

export interface ProfileStore {
  create(row: Omit<ProfileRow, 'version' | 'archived'>): Promise<ProfileRow>;
  /** @throws ConflictError if `baseVersion` is not the newest one */
  addVersion(
    id: string,
    baseVersion: number,
    input: ProfileRow['input'],
    by: { at: string; user: string },
  ): Promise<ProfileRow>;
  /** The newest version unless one is given. */
  get(id: string, version?: number): Promise<ProfileRow | undefined>;
  versions(id: string): Promise<ProfileRow[]>;
  list(filter: ProfileFilter): Promise<{ items: ProfileRow[]; total: number }>;
  setArchived(id: string, archived: boolean): Promise<void>;
}

export interface RunStore {
  /** @param plan - missing for imported results that do not tell what ran */
  create(row: RunRow, plan?: RunPlan): Promise<void>;
  get(id: string): Promise<RunRow | undefined>;
  plan(id: string): Promise<RunPlan | undefined>;
  list(query: RunFilter): Promise<{ items: RunRow[]; total: number }>;
  /**
   * Changes a run if it is still in one of these states; undefined if it is not, so that two replicas never both go on.
   */
  transition(
    id: string,
    from: readonly RunState[],
    change: Partial<RunRow>,
  ): Promise<RunRow | undefined>;
  /**
   * Takes the oldest queued run whose queue key no other run holds, for this replica; one atomic step over all replicas.
   */
  claimNext(
    owner: string,
    now: string,
    until: string,
  ): Promise<RunRow | undefined>;
  /** False: the lease was lost, so that the work must end. */
  renewLease(id: string, owner: string, until: string): Promise<boolean>;
  /** Runs under way whose lease ended before `now`. */
  expired(now: string): Promise<RunRow[]>;
  /** Position in its queue, from 1; by run id. */
  queuePositions(): Promise<Map<string, number>>;

  /** Appends seconds of the running load; a second that is there already is replaced. */
  appendSeconds(id: string, slices: readonly Slice[]): Promise<void>;
  seconds(id: string, after?: number): Promise<Slice[]>;
  /** The result; its slices go to the seconds, its histograms to the blobs. */
  saveResult(id: string, result: RunResult): Promise<void>;
  /** The whole result, put together again; byte for byte the same histograms. */
  result(id: string): Promise<RunResult | undefined>;
  results(ids: readonly string[]): Promise<Map<string, RunResult>>;
  saveEnvironment(id: string, environment: RunEnvironment): Promise<void>;
  environment(id: string): Promise<RunEnvironment | undefined>;
  saveResources(id: string, resources: RunResources): Promise<void>;
  resources(id: string): Promise<RunResources | undefined>;
  delete(id: string): Promise<void>;
  /**
   * Removes finished runs that ended before `before`, except baselines and runs of experiments, comparisons that are
   * kept; and blobs that nothing uses.
   *
   * @returns how many
   */
  prune(before: string): Promise<number>;
}

export interface ScheduleRow
  extends z.output<
    typeof import('@meshplane/plugin-meshplane-common').scheduleInputSchema
  > {
  id: string;
  createdAt: string;
  createdBy: string;
  lastRunIds: string[];
  /** The last runs were not judged yet. */
  awaiting: boolean;
  lastError?: string;
  lastComparison?: ScheduleComparison;
  /** The time that was last taken care of, so that two replicas fire once. */
  lastFiredFor?: string;
}

export interface ScheduleStore {
  create(row: ScheduleRow): Promise<void>;
  update(id: string, input: ScheduleInput): Promise<ScheduleRow | undefined>;
  get(id: string): Promise<ScheduleRow | undefined>;
  list(query?: { profileId?: string }): Promise<ScheduleRow[]>;
  delete(id: string): Promise<void>;
  /** True for one caller only per schedule and time. */
  claimFiring(id: string, time: string): Promise<boolean>;
  /**
   * What came of a time. Runs that are named wait to be judged from then on; without an error the last one is forgotten.
   */
  setOutcome(
    id: string,
    outcome: { runIds?: string[]; error?: string },
  ): Promise<void>;
  /** Records what the last runs are worth; true for one caller only, and only while these are the last runs. */
  judge(
    id: string,
    runIds: readonly string[],
    judgement: { comparison?: ScheduleComparison; error?: string },
  ): Promise<boolean>;
}

export interface ComparisonStore {
  save(
    id: string,
    input: ComparisonInput,
    comparison: PerformanceComparison,
  ): Promise<void>;
  get(id: string): Promise<PerformanceComparison | undefined>;
}

export interface ExperimentRow
  extends Omit<ExperimentSummary, 'may' | 'arms' | 'order' | 'done' | 'total'> {
  input: ExperimentInput;
  order: { arm: string; round: number }[];
  /** Runs in the order in which they were made, and where in the order the next one is. */
  position: number;
  /** Set-ups that were begun and not yet taken back; written before the operation starts. */
  pendingRestores: { arm: string; operationId?: string }[];
  operations: {
    arm: string;
    step: 'set-up' | 'restore';
    operationId: string;
  }[];
  lease?: { owner: string; until: string };
  cancelRequestedBy?: string;
}

export interface ExperimentStore {
  create(row: ExperimentRow): Promise<void>;
  get(id: string): Promise<ExperimentRow | undefined>;
  list(query: {
    limit: number;
    offset: number;
  }): Promise<{ items: ExperimentRow[]; total: number }>;
  update(
    id: string,
    change: Partial<ExperimentRow>,
  ): Promise<ExperimentRow | undefined>;
  /** Takes one that is queued, or under way with an expired lease. */
  claimNext(
    owner: string,
    now: string,
    until: string,
  ): Promise<ExperimentRow | undefined>;
  renewLease(id: string, owner: string, until: string): Promise<boolean>;
}

/** The switch that stops all load, over all replicas. */
export interface SwitchStore {
  get(): Promise<{
    enabled: boolean;
    reason?: string;
    by?: string;
    at?: string;
  }>;
  set(value: {
    enabled: boolean;
    reason?: string;
    by: string;
    at: string;
  }): Promise<void>;
}

export interface PerformanceStores {
  profiles: ProfileStore;
  runs: RunStore;
  schedules: ScheduleStore;
  comparisons: ComparisonStore;
  experiments: ExperimentStore;
  killSwitch: SwitchStore;
}

export type { RunQuery, ProfileInput };
