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

import { z } from 'zod';
import { WORKLOAD_KINDS } from '../kube/shapes';
import { marksSchema } from '../marks/marks';

/** Type of the step that replaces the pods of workloads, a few workloads at a time. */
export const RESTART_WORKLOADS = 'restart-workloads';

/** Annotation of the pod template that makes its pods new; one value per step, so that a resume restarts nothing twice. */
export const RESTARTED_AT = 'meshplane.io/restartedAt';

const targetSchema = z.object({
  kind: z.enum(WORKLOAD_KINDS),
  name: z.string(),
  /** Labels and annotations of the pod template that change in the same write. */
  marks: marksSchema.optional(),
  /** Budgets that allowed no disruption when the plan was made: whoever runs the plan has seen and overridden that. */
  exhaustedBudgets: z.array(z.string()).default([]),
});
export type RestartTarget = z.output<typeof targetSchema>;

export const restartParamsSchema = z.object({
  namespace: z.string(),
  workloads: z.array(targetSchema),
  pace: z.object({
    parallel: z.number().int().min(1),
    timeoutSeconds: z.number().min(1),
    stopOnFailure: z.boolean(),
  }),
  /**
   * Marks of the namespace that an earlier step wrote. Undo takes steps back in reverse order, but pods that are made
   * new must find the namespace as it was: this step puts it back first.
   */
  namespaceMarks: z
    .object({ set: marksSchema, before: marksSchema })
    .optional(),
});
export type RestartParams = z.output<typeof restartParamsSchema>;

export const restartRecordSchema = z.object({
  restartedAt: z.string(),
  /** Marks of the pod templates before, by `Kind/name`. */
  before: z.record(z.string(), marksSchema),
});

export const targetKey = ({ kind, name }: { kind: string; name: string }) =>
  `${kind}/${name}`;
