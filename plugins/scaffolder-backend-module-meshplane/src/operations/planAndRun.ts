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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type {
  MeshplaneApi,
  OperationDetail,
  OperationRequestInput,
} from '@meshplane/plugin-meshplane-common';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { followOperation } from './followOperation';
import { withReason } from './withReason';

/** What all actions that plan an operation have in common. */
export interface RunOptions {
  /** Approve the plan at once; otherwise somebody else does, and the task waits for it if `wait` is set. */
  readonly approve: boolean;
  readonly wait: boolean;
  readonly timeoutSeconds: number;
}

interface TaskContext {
  readonly logger: Pick<LoggerService, 'info' | 'warn' | 'error'>;
  readonly workspacePath: string;
  readonly isDryRun?: boolean;
  readonly signal?: AbortSignal;
}

/** What later steps of a template may use. */
export interface OperationOutputs {
  readonly operation: string;
  readonly url: string;
  readonly state: string;
  readonly summary: string;
  readonly findings: readonly {
    severity: string;
    title: string;
    detail: string;
  }[];
  readonly result: readonly { title: string; state: string; detail: string }[];
  readonly files: readonly string[];
}

/**
 * Plans an operation and, unless it is a dry run, has it run. With the delivery `gitops` its files are written into the
 * workspace of the task instead.
 *
 * @throws Error naming the blocking findings of a plan, or why the operation did not succeed
 */
export async function planAndRun(
  api: MeshplaneApi,
  request: OperationRequestInput,
  options: RunOptions,
  context: TaskContext,
): Promise<OperationOutputs> {
  const { logger } = context;
  const planned = await withReason(api.createOperation(request));
  logger.info(`${planned.title}: ${planned.plan?.summary ?? 'planned'}`);
  const plans = await plansOf(api, planned);
  for (const { plan } of plans)
    for (const finding of plan?.findings ?? [])
      if (finding.severity === 'blocking' || finding.severity === 'warning')
        logger.warn(`${finding.severity}: ${finding.title}. ${finding.detail}`);

  if (context.isDryRun) {
    await api.rejectOperation(planned.id, { reason: 'Dry run of a template' });
    return outputsOf(planned, plans);
  }
  const blocking = plans.flatMap(({ plan }) =>
    (plan?.findings ?? []).filter(
      ({ severity, overridden }) => severity === 'blocking' && !overridden,
    ),
  );
  if (blocking.length > 0) {
    await api.rejectOperation(planned.id, {
      reason: 'The plan has blocking findings',
    });
    throw new Error(
      `The plan has blocking findings: ${blocking
        .map(({ title, remedy }) => (remedy ? `${title} (${remedy})` : title))
        .join('; ')}`,
    );
  }
  if (options.approve)
    await withReason(
      api.approveOperation(planned.id, { planHash: hashOf(planned) }),
    );
  if (!options.wait) {
    logger.info(`Go on at ${urlOf(planned)}`);
    return outputsOf(planned, plans);
  }
  const ended = await followOperation(api, planned.id, {
    logger,
    timeoutSeconds: options.timeoutSeconds,
    signal: context.signal,
  });
  if (ended.state !== 'succeeded')
    throw new Error(
      `Operation ${ended.id} is "${ended.state}": ${
        ended.message ?? 'see its log'
      } (${urlOf(ended)})`,
    );
  const files =
    request.delivery === 'gitops'
      ? await writeFiles(api, ended, plans, context.workspacePath)
      : [];
  return { ...outputsOf(ended, await plansOf(api, ended)), files };
}

/** The operation itself, or the children of one on several clusters. */
async function plansOf(api: MeshplaneApi, operation: OperationDetail) {
  return operation.children.length === 0
    ? [operation]
    : Promise.all(operation.children.map(({ id }) => api.getOperation(id)));
}

/** The hash that an approval names. */
function hashOf({ plan, id }: OperationDetail): string {
  if (!plan)
    throw new Error(`Operation ${id} has no plan that can be approved`);
  return plan.hash;
}

async function writeFiles(
  api: MeshplaneApi,
  operation: OperationDetail,
  plans: readonly OperationDetail[],
  workspace: string,
): Promise<string[]> {
  const written: string[] = [];
  const ids =
    operation.children.length === 0
      ? [operation.id]
      : plans.map(({ id }) => id);
  for (const id of ids)
    for (const { path, content } of (await api.getOperationFiles(id)).files) {
      const target = resolveSafeChildPath(workspace, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
      written.push(path);
    }
  return written;
}

function outputsOf(
  operation: OperationDetail,
  plans: readonly OperationDetail[],
): OperationOutputs {
  return {
    operation: operation.id,
    url: urlOf(operation),
    state: operation.state,
    summary: plans
      .map(({ plan }) => plan?.summary)
      .filter(Boolean)
      .join(' '),
    findings: plans.flatMap(({ plan }) =>
      (plan?.findings ?? []).map(({ severity, title, detail }) => ({
        severity,
        title,
        detail,
      })),
    ),
    result: plans.flatMap(({ result }) => result ?? []),
    files: [],
  };
}

function urlOf({ id }: OperationDetail) {
  return `/mesh/operations/${id}`;
}
