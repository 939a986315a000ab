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

import type {
  ComparisonInput,
  ExperimentDetail,
  ExperimentList,
  ExperimentSummary,
  ExportedFile,
  experimentInputSchema,
  PerformanceComparison,
  RunSummary,
} from '@meshplane/plugin-meshplane-common';
import type { z } from 'zod';
import type { RunRow } from '../stores/model';

/** Checked input of an experiment. */
export type CheckedExperiment = z.output<typeof experimentInputSchema>;

/** Who looks at experiments: what the API makes of rows for that person. */
export interface ExperimentViewer {
  /** Whether this person may cancel experiments at all; the state is judged beside. */
  readonly mayCancel: boolean;
  summarizeRun(run: RunRow): RunSummary;
  /** Compares two sides of runs, as the comparison of the API does. */
  compare(input: ComparisonInput): Promise<PerformanceComparison>;
}

/**
 * The same load on several set-ups of its target, in an order that treats all alike; what was changed for it is taken
 * back in any case. Permissions are the business of the caller.
 */
export interface ExperimentService {
  /** Begins to look after experiments, done by `lifecycle` where one is given. */
  start(): void;
  /** Experiments of this replica are left to the next one, which takes back what they had changed. */
  stop(): Promise<void>;

  /**
   * Queues an experiment. Its operations are planned and approved in the name of `by`: the caller has checked that `by`
   * may create and approve operations on {@link clustersChangedBy}, may run loads, and may read the profile.
   *
   * @throws InputError that names the field, NotFoundError for a profile that is not there, NotAllowedError where a
   *   guardrail is against the load of one of the sides
   */
  create(input: CheckedExperiment, by: string): Promise<{ id: string }>;
  list(
    query: { limit: number; offset: number },
    viewer: Pick<ExperimentViewer, 'mayCancel'>,
  ): Promise<ExperimentList>;
  /** With its overheads, as far as there are runs. @throws NotFoundError */
  get(id: string, viewer: ExperimentViewer): Promise<ExperimentDetail>;
  /**
   * Ends it after what it changed has been taken back; on one that has failed to take something back: tries that again.
   *
   * @throws NotFoundError, or ConflictError if it has ended
   */
  cancel(
    id: string,
    by: string,
    viewer: Pick<ExperimentViewer, 'mayCancel'>,
  ): Promise<ExperimentSummary>;
  /** Results of all its runs in the form of SMP, one document each. @throws NotFoundError, or ConflictError if there are none */
  exportSmp(id: string): Promise<ExportedFile>;
}

/** Clusters that operations of the sides change, sorted; whoever creates the experiment needs the permissions for them. */
export function clustersChangedBy(input: CheckedExperiment): string[] {
  return [
    ...new Set(
      input.arms.flatMap(({ setUp, restore }) =>
        [setUp, restore].flatMap(request => request?.clusters ?? []),
      ),
    ),
  ].sort();
}
