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

import { runStateSchema } from '@meshplane/plugin-meshplane-common';
import {
  type Big,
  compact,
  type Flag,
  fromJsonOrNull,
  fromTime,
  fromTimeOrNull,
  leaseColumns,
  leaseOf,
  toJsonOrNull,
  toText,
  toTextOrNull,
  toTime,
  toTimeOrNull,
} from '../columns';
import type { RunRow } from '../model';
import { searchable } from '../searching';

export const RUNS = 'performance_runs';
const MAX_NAME_KEY = 200;

/** A row of the table of runs. */
export interface RunColumns {
  id: string;
  name: string;
  name_key: string;
  state: string;
  message: string | null;
  profile_id: string | null;
  profile_version: number | null;
  entity_ref: string | null;
  cluster: string | null;
  targets: string;
  queue_key: string;
  runner: string | null;
  generator: string;
  origin: string;
  release: string | null;
  labels: string;
  note: string;
  created_at: Big;
  created_by: string;
  started_at: Big | null;
  ended_at: Big | null;
  lease_owner: string | null;
  lease_until: Big | null;
  cancel_requested_by: string | null;
  end_reason: string | null;
  precision: string | null;
  validity: string | null;
  gate: string | null;
  headline: string | null;
  p50: number | null;
  p99: number | null;
  achieved_rate: number | null;
  error_rate: number | null;
  baseline: Flag;
  experiment_id: string | null;
  experiment_arm: string | null;
  experiment_round: number | null;
  schedule_id: string | null;
  search: string;
}

/** All that a run is made of again; the others are copies to sort and search by. */
export const READ_COLUMNS: readonly (keyof RunColumns)[] = [
  'id',
  'name',
  'state',
  'message',
  'profile_id',
  'profile_version',
  'entity_ref',
  'cluster',
  'targets',
  'queue_key',
  'runner',
  'generator',
  'origin',
  'release',
  'labels',
  'note',
  'created_at',
  'created_by',
  'started_at',
  'ended_at',
  'lease_owner',
  'lease_until',
  'cancel_requested_by',
  'end_reason',
  'precision',
  'validity',
  'gate',
  'headline',
  'baseline',
  'experiment_id',
  'experiment_arm',
  'experiment_round',
  'schedule_id',
];

export function toColumns(run: RunRow): RunColumns {
  const { headline, experiment } = run;
  return {
    id: run.id,
    name: toText(run.name),
    name_key: toText(run.name).toLowerCase().slice(0, MAX_NAME_KEY),
    state: run.state,
    message: toTextOrNull(run.message),
    profile_id: run.profileId ?? null,
    profile_version: run.profileVersion ?? null,
    entity_ref: run.entityRef ?? null,
    cluster: run.cluster ?? null,
    targets: JSON.stringify(run.targets),
    queue_key: toText(run.queueKey),
    runner: toJsonOrNull(run.runner),
    generator: toText(run.generator),
    origin: run.origin,
    release: toTextOrNull(run.release),
    labels: JSON.stringify(run.labels),
    note: toText(run.note),
    created_at: toTime(run.createdAt),
    created_by: run.createdBy,
    started_at: toTimeOrNull(run.startedAt),
    ended_at: toTimeOrNull(run.endedAt),
    ...leaseColumns(run.lease),
    cancel_requested_by: run.cancelRequestedBy ?? null,
    end_reason: run.end ?? null,
    precision: run.precision ?? null,
    validity: run.validity ?? null,
    gate: run.gate ?? null,
    headline: toJsonOrNull(headline),
    p50: headline?.p50 ?? null,
    p99: headline?.p99 ?? null,
    achieved_rate: headline?.achievedRate ?? null,
    error_rate: headline?.errorRate ?? null,
    baseline: run.baseline,
    experiment_id: experiment?.id ?? null,
    experiment_arm: experiment?.arm ?? null,
    experiment_round: experiment?.round ?? null,
    schedule_id: run.scheduleId ?? null,
    search: searchable(
      run.name,
      run.entityRef,
      run.release,
      run.generator,
      run.note,
      ...run.targets,
      ...Object.entries(run.labels).map(([key, value]) => `${key}=${value}`),
    ),
  };
}

export function toRun(row: RunColumns): RunRow {
  return compact<RunRow>({
    id: row.id,
    name: row.name,
    state: runStateSchema.parse(row.state),
    message: row.message ?? undefined,
    profileId: row.profile_id ?? undefined,
    profileVersion: row.profile_version ?? undefined,
    entityRef: row.entity_ref ?? undefined,
    cluster: row.cluster ?? undefined,
    targets: JSON.parse(row.targets) as string[],
    queueKey: row.queue_key,
    runner: fromJsonOrNull(row.runner),
    generator: row.generator,
    origin: row.origin as RunRow['origin'],
    release: row.release ?? undefined,
    labels: JSON.parse(row.labels) as Record<string, string>,
    note: row.note,
    createdAt: fromTime(row.created_at),
    createdBy: row.created_by,
    startedAt: fromTimeOrNull(row.started_at),
    endedAt: fromTimeOrNull(row.ended_at),
    lease: leaseOf(row),
    cancelRequestedBy: row.cancel_requested_by ?? undefined,
    end: (row.end_reason ?? undefined) as RunRow['end'],
    precision: (row.precision ?? undefined) as RunRow['precision'],
    validity: (row.validity ?? undefined) as RunRow['validity'],
    gate: (row.gate ?? undefined) as RunRow['gate'],
    headline: fromJsonOrNull(row.headline),
    baseline: Boolean(row.baseline),
    experiment:
      row.experiment_id === null
        ? undefined
        : {
            id: row.experiment_id,
            arm: row.experiment_arm ?? '',
            round: row.experiment_round ?? 0,
          },
    scheduleId: row.schedule_id ?? undefined,
  });
}
