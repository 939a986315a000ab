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
import { operationKindSchema, rolloutSchema } from './request';

/** A finding of the checks before an operation. @public */
export const preflightFindingSchema = z.object({
  id: z.string(),
  /** `passed` is shown too: a reader wants to know what was looked at. */
  severity: z.enum(['blocking', 'warning', 'info', 'passed']),
  title: z.string(),
  detail: z.string(),
  evidence: z.array(z.string()),
  /** What to do about it. */
  remedy: z.string().optional(),
  link: z.string().optional(),
  /** Passed over by somebody who may. */
  overridden: z.boolean().default(false),
});
/** @public */
export type PreflightFinding = z.infer<typeof preflightFindingSchema>;

/** @public */
export const objectRefSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});
/** @public */
export type ObjectRef = z.infer<typeof objectRefSchema>;

/** What happens to one object. @public */
export const objectChangeSchema = z.object({
  step: z.string(),
  action: z.enum(['create', 'update', 'delete', 'unchanged', 'unknown']),
  object: objectRefSchema,
  /** Unified diff of the YAML; empty for `unchanged`. Values of Secrets are never in it. */
  diff: z.string(),
  /** Where the diff does not come from a dry run on the server: why not. */
  note: z.string().optional(),
  /** Field managers that own fields which would change. */
  conflicts: z.array(z.string()).default([]),
});
/** @public */
export type ObjectChange = z.infer<typeof objectChangeSchema>;

/** @public */
export const plannedChartSchema = z.object({
  name: z.string(),
  version: z.string(),
  repository: z.string(),
  /** `sha256:…` of the package. */
  digest: z.string(),
  /** How the package was checked beyond its digest. */
  verified: z.enum(['digest', 'provenance', 'cosign']),
  release: z.string(),
  namespace: z.string(),
  /** Overrides as YAML. */
  values: z.string(),
});
/** @public */
export type PlannedChart = z.infer<typeof plannedChartSchema>;

/** @public */
export const plannedStepSchema = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  why: z.string().optional(),
  estimatedSeconds: z.number(),
  reversible: z.boolean(),
});
/** @public */
export type PlannedStep = z.infer<typeof plannedStepSchema>;

/** @public */
export const operationPlanSchema = z.object({
  /** Over everything below; an approval names it. */
  hash: z.string(),
  summary: z.string(),
  findings: z.array(preflightFindingSchema),
  charts: z.array(plannedChartSchema),
  steps: z.array(plannedStepSchema),
  changes: z.object({
    create: z.number().int(),
    update: z.number().int(),
    delete: z.number().int(),
    unchanged: z.number().int(),
  }),
  /** Workloads that are restarted, as `Kind namespace/name`. */
  restarts: z.array(z.string()),
  estimatedSeconds: z.number(),
});
/** @public */
export type OperationPlan = z.infer<typeof operationPlanSchema>;

/** @public */
export const operationStateSchema = z.enum([
  'planned',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
]);
/** @public */
export type OperationState = z.infer<typeof operationStateSchema>;

/** @public */
export const stepStateSchema = z.enum([
  'pending',
  'running',
  'done',
  /** It had been done before this operation came to it. */
  'skipped',
  'failed',
  'cancelled',
  'rolled-back',
]);

/** @public */
export const operationStepSchema = plannedStepSchema.extend({
  state: stepStateSchema,
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** 0..100. */
  progress: z.number().min(0).max(100).optional(),
  detail: z.string().optional(),
});
/** @public */
export type OperationStep = z.infer<typeof operationStepSchema>;

/** What somebody may do next, with the reason where not. @public */
export const operationActionSchema = z.object({
  action: z.enum([
    'approve',
    'reject',
    'cancel',
    'resume',
    'rollback',
    'continue',
  ]),
  allowed: z.boolean(),
  reason: z.string().optional(),
});

/** @public */
export const operationSummarySchema = z.object({
  id: z.string(),
  kind: operationKindSchema,
  title: z.string(),
  state: operationStateSchema,
  /** Set for an operation on one cluster. */
  cluster: z.string().optional(),
  clusters: z.array(z.string()),
  /** What is locked while it runs, such as `mesh/istio` or `namespace/shop`. */
  target: z.string(),
  definition: z.string().optional(),
  /** Namespace that it is about, if it is about one. */
  namespace: z.string().optional(),
  parent: z.string().optional(),
  createdBy: z.string(),
  createdAt: z.string(),
  approvedBy: z.string().optional(),
  approvedAt: z.string().optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** Why it waits, failed, was cancelled or interrupted; in words. */
  message: z.string().optional(),
  /** A running parent that waits for `continue`. */
  waiting: z.boolean().default(false),
  /** What it does or did last. A roll back that succeeds ends as `cancelled`, its steps as `rolled-back`. */
  direction: z.enum(['run', 'rollback']).default('run'),
  /** Until when a plan may be approved. */
  expiresAt: z.string().optional(),
  stepsDone: z.number().int(),
  stepsTotal: z.number().int(),
  delivery: z.enum(['direct', 'gitops']),
});
/** @public */
export type OperationSummary = z.infer<typeof operationSummarySchema>;

/** What somebody decided about an operation. @public */
export const operationDecisionSchema = z.object({
  action: operationActionSchema.shape.action,
  by: z.string(),
  at: z.string(),
  /** Comment of an approval, reason of everything else. */
  comment: z.string().optional(),
});
/** @public */
export type OperationDecision = z.infer<typeof operationDecisionSchema>;

/** @public */
export const operationDetailSchema = operationSummarySchema.extend({
  /** The input as it was checked. */
  input: z.record(z.string(), z.unknown()),
  rollout: rolloutSchema.optional(),
  /** Absent for a parent: its children have one each. */
  plan: operationPlanSchema.optional(),
  /** What an approval has to name, for a parent too. */
  planHash: z.string().optional(),
  steps: z.array(operationStepSchema),
  children: z.array(operationSummarySchema),
  actions: z.array(operationActionSchema),
  /** Who decided what, oldest first. */
  decisions: z.array(operationDecisionSchema).default([]),
  /** Facts that the operation found at its end, such as versions and coverage. */
  result: z
    .array(
      z.object({
        title: z.string(),
        state: z.enum(['passed', 'failed', 'unknown']),
        detail: z.string(),
      }),
    )
    .optional(),
  /** Override of blocking findings. */
  override: z
    .object({
      findings: z.array(z.string()),
      reason: z.string(),
      by: z.string(),
    })
    .optional(),
});
/** @public */
export type OperationDetail = z.infer<typeof operationDetailSchema>;

/** @public */
export const operationLogEntrySchema = z.object({
  /** Grows by one with every entry of an operation. */
  seq: z.number().int(),
  at: z.string(),
  level: z.enum(['info', 'warn', 'error']),
  step: z.string().optional(),
  text: z.string(),
});
/** @public */
export type OperationLogEntry = z.infer<typeof operationLogEntrySchema>;

/** Events of `GET /operations/{operation}/events`. @public */
export const operationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('log'), entry: operationLogEntrySchema }),
  /** State, step or progress changed: what a reader shows is in the summary and the steps. */
  z.object({
    type: z.literal('update'),
    operation: operationSummarySchema,
    steps: z.array(operationStepSchema),
  }),
  /** Nothing more will come, unless the operation is resumed or rolled back. */
  z.object({ type: z.literal('end'), state: operationStateSchema }),
]);
/** @public */
export type OperationEvent = z.infer<typeof operationEventSchema>;

/** Query of `GET /operations`. @public */
export const operationQuerySchema = z.object({
  cluster: z.string().max(200).optional(),
  state: operationStateSchema.optional(),
  kind: operationKindSchema.optional(),
  definition: z.string().max(100).optional(),
  namespace: z.string().max(63).optional(),
  createdBy: z.string().max(200).optional(),
  /** Newer than this, ISO 8601. */
  since: z.iso.datetime().optional(),
  /** Children too; default: only operations that somebody asked for. */
  children: z.enum(['true', 'false']).default('false'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
/** @public */
export type OperationQuery = z.input<typeof operationQuerySchema>;

/** @public */
export const operationListSchema = z.object({
  items: z.array(operationSummarySchema),
  total: z.number().int(),
  limit: z.number().int(),
  offset: z.number().int(),
});
/** @public */
export type OperationList = z.infer<typeof operationListSchema>;

/** @public */
export const objectChangeListSchema = z.object({
  items: z.array(objectChangeSchema),
  total: z.number().int(),
  limit: z.number().int(),
  offset: z.number().int(),
});
/** @public */
export type ObjectChangeList = z.infer<typeof objectChangeListSchema>;

/** Query of `GET /operations/{operation}/changes`. @public */
export const objectChangeQuerySchema = z.object({
  step: z.string().max(200).optional(),
  action: objectChangeSchema.shape.action.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
/** @public */
export type ObjectChangeQuery = z.input<typeof objectChangeQuerySchema>;

/** Query of `GET /operations/{operation}/log`: the entries that follow one. @public */
export const operationLogQuerySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
/** @public */
export type OperationLogQuery = z.input<typeof operationLogQuerySchema>;

/** @public */
export const operationLogSchema = z.object({
  items: z.array(operationLogEntrySchema),
  /** More entries follow the last one. */
  more: z.boolean(),
});
/** @public */
export type OperationLog = z.infer<typeof operationLogSchema>;

/** Query of `GET /operations/{operation}/events`. @public */
export const operationEventQuerySchema = z.object({
  /** Log entries up to this one are known; a header `Last-Event-ID` goes before it. */
  after: z.coerce.number().int().min(0).default(0),
});

/** Files of an operation in GitOps mode. @public */
export const gitOpsFilesSchema = z.object({
  /** Which tool reads them. */
  tool: z.enum(['flux', 'argocd']),
  files: z.array(z.object({ path: z.string(), content: z.string() })),
});
/** @public */
export type GitOpsFiles = z.infer<typeof gitOpsFilesSchema>;

/** Body of `POST /operations/{operation}/approve`. @public */
export const approveBodySchema = z.object({
  /** Of the plan that was read; another one is refused. */
  planHash: z.string(),
  comment: z.string().max(1000).optional(),
});
/** @public */
export type ApproveBody = z.infer<typeof approveBodySchema>;

/** Body of `POST /operations/{operation}/reject`, `/cancel`, `/resume`, `/rollback` and `/continue`. @public */
export const reasonBodySchema = z.object({
  reason: z.string().max(1000).optional(),
});
/** @public */
export type ReasonBody = z.infer<typeof reasonBodySchema>;
