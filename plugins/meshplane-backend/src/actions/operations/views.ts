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
  ObjectChange,
  OperationDetail,
  OperationSummary,
} from '@meshplane/plugin-meshplane-common';
import type { z as registryZod } from 'zod/v3';

/** Most entries of each list in one answer: more would fill the context of a language model. */
const MAX_ITEMS = 50;
/** Most characters of a text that others write, such as an error or a diff. */
const MAX_TEXT = 1000;

type Zod = typeof registryZod;

/** Schema of {@link summaryView}. */
export const summaryShape = (z: Zod) =>
  z.object({
    id: z.string(),
    kind: z.string(),
    title: z.string(),
    state: z
      .string()
      .describe(
        'planned, running, succeeded, failed, cancelled or interrupted (the backend went away)',
      ),
    waiting: z
      .boolean()
      .describe('The canary cluster is done, and a person has to continue'),
    clusters: z.array(z.string()),
    target: z.string(),
    namespace: z.string().optional(),
    delivery: z.string(),
    message: z.string().optional(),
    createdBy: z.string(),
    createdAt: z.string(),
    approvedBy: z.string().optional(),
    endedAt: z.string().optional(),
    stepsDone: z.number(),
    stepsTotal: z.number(),
  });

/** An operation in a list. */
export function summaryView(operation: OperationSummary) {
  return {
    id: operation.id,
    kind: operation.kind,
    title: operation.title,
    state: operation.state,
    waiting: operation.waiting,
    clusters: operation.clusters.slice(0, MAX_ITEMS),
    target: operation.target,
    namespace: operation.namespace,
    delivery: operation.delivery,
    message: operation.message && short(operation.message),
    createdBy: operation.createdBy,
    createdAt: operation.createdAt,
    approvedBy: operation.approvedBy,
    endedAt: operation.endedAt,
    stepsDone: operation.stepsDone,
    stepsTotal: operation.stepsTotal,
  };
}

/** Schema of {@link detailView}. */
export const detailShape = (z: Zod) =>
  summaryShape(z).extend({
    planHash: z
      .string()
      .optional()
      .describe('Names the plan; approve-operation needs it'),
    expiresAt: z.string().optional(),
    plan: z
      .object({
        summary: z.string(),
        estimatedSeconds: z.number(),
        charts: z.array(
          z.object({
            name: z.string(),
            version: z.string(),
            release: z.string(),
            namespace: z.string(),
            digest: z.string(),
          }),
        ),
        changes: z
          .object({
            create: z.number(),
            update: z.number(),
            delete: z.number(),
            unchanged: z.number(),
          })
          .describe('Objects by what happens to them'),
        restarts: z.array(z.string()),
        restartsTotal: z.number(),
        checksPassed: z.number(),
        findings: z
          .array(
            z.object({
              id: z.string(),
              severity: z.string(),
              title: z.string(),
              detail: z.string(),
              remedy: z.string().optional(),
              overridden: z.boolean(),
            }),
          )
          .describe(
            'Checks that found something; a blocking one prevents approval unless it is overridden',
          ),
      })
      .optional()
      .describe('Absent for an operation on several clusters: see children'),
    steps: z.array(
      z.object({
        title: z.string(),
        state: z.string(),
        detail: z.string().optional(),
      }),
    ),
    children: z
      .array(summaryShape(z))
      .describe('One per cluster, for an operation on several'),
    actions: z
      .array(
        z.object({
          action: z.string(),
          allowed: z.boolean(),
          reason: z.string().optional(),
        }),
      )
      .describe('What the caller may do next, and why not'),
    result: z
      .array(
        z.object({ title: z.string(), state: z.string(), detail: z.string() }),
      )
      .optional(),
  });

/** One operation with its plan, without values, diffs and whatever else is long. */
export function detailView(operation: OperationDetail) {
  const { plan } = operation;
  const findings = plan?.findings ?? [];
  return {
    ...summaryView(operation),
    planHash: operation.planHash,
    expiresAt: operation.expiresAt,
    plan: plan && {
      summary: short(plan.summary),
      estimatedSeconds: plan.estimatedSeconds,
      charts: plan.charts
        .slice(0, MAX_ITEMS)
        .map(({ name, version, release, namespace, digest }) => ({
          name,
          version,
          release,
          namespace,
          digest,
        })),
      changes: plan.changes,
      restarts: plan.restarts.slice(0, MAX_ITEMS),
      restartsTotal: plan.restarts.length,
      checksPassed: findings.filter(({ severity }) => severity === 'passed')
        .length,
      findings: worstFirst(findings)
        .slice(0, MAX_ITEMS)
        .map(({ id, severity, title, detail, remedy, overridden }) => ({
          id,
          severity,
          title,
          detail: short(detail),
          remedy: remedy && short(remedy),
          overridden,
        })),
    },
    steps: operation.steps
      .slice(0, MAX_ITEMS)
      .map(({ title, state, detail }) => ({
        title,
        state,
        detail: detail && short(detail),
      })),
    children: operation.children.slice(0, MAX_ITEMS).map(summaryView),
    actions: operation.actions,
    result: operation.result
      ?.slice(0, MAX_ITEMS)
      .map(({ title, state, detail }) => ({
        title,
        state,
        detail: short(detail),
      })),
  };
}

/** Schema of {@link changeView}. */
export const changeShape = (z: Zod) =>
  z.object({
    action: z.string(),
    object: z.string().describe('Kind namespace/name'),
    diff: z.string(),
    conflicts: z
      .array(z.string())
      .describe('Field managers that own fields which would change'),
  });

/** What happens to one object. */
export function changeView({ action, object, diff, conflicts }: ObjectChange) {
  const { kind, namespace, name } = object;
  return {
    action,
    object: `${kind} ${namespace ? `${namespace}/` : ''}${name}`,
    diff: short(diff),
    conflicts: conflicts.slice(0, MAX_ITEMS),
  };
}

type Finding = NonNullable<OperationDetail['plan']>['findings'][number];

function worstFirst(findings: readonly Finding[]): Finding[] {
  return (['blocking', 'warning', 'info'] as const).flatMap(severity =>
    findings.filter(finding => finding.severity === severity),
  );
}

function short(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
