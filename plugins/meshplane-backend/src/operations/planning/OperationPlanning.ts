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
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  OperationInput,
  OperationPlan,
  OperationRequest,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterAccess } from '../../clusters/ClusterAccess';
import type {
  OperationBlobStore,
  OperationStore,
} from '../../database/OperationStore';
import type { NewOperation } from '../../database/operations/records';
import { mapBounded } from '../mapBounded';
import type {
  OperationCatalog,
  OperationPlanner,
  PlanContext,
  PlannedOperation,
} from '../model';
import { secretIn } from '../secrets';
import { PLANS_AT_A_TIME, type OperationSettings } from '../settings';
import { targetOf } from '../targetOf';
import { digestOf } from './digest';

/** Most characters that plan, changes or files of one operation may have. */
const MAX_BLOB = 64 * 1024 * 1024;

/** A plan as it is stored; its hash is beside it. */
export type StoredPlan = Omit<OperationPlan, 'hash'>;

export interface PlanningOptions {
  clusters: ClusterAccess;
  catalog: OperationCatalog;
  store: Pick<OperationStore, 'lockHolders' | 'get'>;
  blobs: OperationBlobStore;
  settings: Pick<OperationSettings, 'planExpiryMs'>;
  now: () => Date;
  newId: () => string;
}

/** Makes what is stored of a request: one operation, or a parent with a child per cluster. */
export class OperationPlanning {
  readonly #options: PlanningOptions;

  constructor(options: PlanningOptions) {
    this.#options = options;
  }

  /**
   * Plans for all clusters of the request; changes nothing.
   *
   * @returns the operation itself first, its children after it
   * @throws InputError, NotFoundError, ConflictError, ServiceUnavailableError; names the cluster if there are several
   */
  async plan(
    request: OperationRequest,
    user: string,
    signal: AbortSignal,
  ): Promise<[NewOperation, ...NewOperation[]]> {
    checkRequest(request);
    const names = inOrder(request);
    const several = names.length > 1;
    const planned = await mapBounded(names, PLANS_AT_A_TIME, async name => {
      try {
        return await this.#planCluster(request, name, user, signal);
      } catch (error) {
        throw several ? forCluster(name, error) : error;
      }
    });
    checkOverride(
      request,
      planned.flatMap(({ plan }) => plan.findings),
    );
    const [first] = planned;
    if (!several) return [first.operation];
    const parent = this.#parent(request, user, planned);
    return [
      parent,
      ...planned.map(({ operation }, position) => ({
        ...operation,
        parent: parent.id,
        position,
      })),
    ];
  }

  /** The planner of a stored operation and what it is asked with, for its fingerprint of now. */
  fingerprint(
    operation: Pick<
      NewOperation,
      'kind' | 'cluster' | 'createdBy' | 'delivery' | 'input'
    >,
    signal: AbortSignal,
  ): Promise<string> {
    const { catalog, clusters, now } = this.#options;
    return catalog
      .planner(operation.kind)
      .fingerprint(operation.input as OperationInput, {
        ...targetOf(clusters, operation.cluster ?? ''),
        user: operation.createdBy,
        delivery: operation.delivery,
        signal,
        now,
      });
  }

  async #planCluster(
    request: OperationRequest,
    name: string,
    user: string,
    signal: AbortSignal,
  ): Promise<{ operation: NewOperation; plan: StoredPlan }> {
    const { catalog, clusters, now, newId, settings } = this.#options;
    const context: PlanContext = {
      ...targetOf(clusters, name),
      user,
      delivery: request.delivery,
      signal,
      now,
    };
    const planner: OperationPlanner = catalog.planner(request.kind);
    const planned = await planner.plan(request.input, context);
    this.#checkPlanned(request, planned);

    const lockScope = context.cluster.uid ?? name;
    const plan = storedPlan(planned, [
      ...(await this.#lockFindings(lockScope, planned)),
      ...withOverride(planned.findings, request.override?.findings ?? []),
    ]);
    const steps = planned.steps.map(step => ({
      ...step,
      params: jsonOf(step.params),
    }));
    const at = now().getTime();
    const override = request.override && { ...request.override, by: user };
    const planBlob = await this.#put(plan, name, at);
    const changesBlob = await this.#put(planned.changes, name, at);
    const filesBlob =
      planned.files && (await this.#put(planned.files, name, at));
    return {
      plan,
      operation: {
        id: newId(),
        position: 0,
        kind: request.kind,
        title: planned.title,
        delivery: request.delivery,
        cluster: name,
        clusters: [name],
        lockScope,
        locks: planned.locks,
        target: planned.locks[0],
        definition: planned.definition,
        namespace: planned.namespace,
        input: request.input,
        override,
        planBlob,
        changesBlob,
        filesBlob,
        fingerprint: planned.fingerprint,
        planHash: digestOf({
          cluster: lockScope,
          kind: request.kind,
          delivery: request.delivery,
          input: request.input,
          override,
          locks: planned.locks,
          fingerprint: planned.fingerprint,
          steps,
          blobs: [planBlob, changesBlob, filesBlob],
        }),
        createdBy: user,
        createdAt: at,
        expiresAt: at + settings.planExpiryMs,
        stepsTotal: steps.length,
        steps,
      },
    };
  }

  #parent(
    request: OperationRequest,
    user: string,
    planned: { operation: NewOperation }[],
  ): NewOperation {
    const children = planned.map(({ operation }) => operation);
    const [first] = children;
    return {
      id: this.#options.newId(),
      position: 0,
      kind: request.kind,
      title: `${first.title} on ${children.length} clusters`,
      delivery: request.delivery,
      clusters: children.flatMap(({ clusters }) => clusters),
      locks: [],
      target: first.target,
      definition: first.definition,
      namespace: first.namespace,
      input: request.input,
      rollout: request.rollout,
      override: first.override,
      planHash: digestOf({
        rollout: request.rollout,
        children: children.map(({ planHash }) => planHash),
      }),
      createdBy: user,
      createdAt: first.createdAt,
      expiresAt: Math.min(...children.map(({ expiresAt }) => expiresAt)),
      stepsTotal: children.reduce((sum, { stepsTotal }) => sum + stepsTotal, 0),
      steps: [],
    };
  }

  /** Another operation that runs on the same thing: its end will make this plan outdated. */
  async #lockFindings(
    scope: string,
    planned: PlannedOperation,
  ): Promise<PreflightFinding[]> {
    const { store } = this.#options;
    const holders = await store.lockHolders(scope, planned.locks);
    return Promise.all(
      holders.map(async ({ lock, operation }) => ({
        id: 'operation-running',
        severity: 'warning' as const,
        title: 'Another operation is running on the same target',
        detail: `"${
          (await store.get(operation))?.title ?? operation
        }" holds "${lock}". This plan cannot be run before it has ended, and may be outdated by then.`,
        evidence: [operation],
        remedy: 'Wait for its end, then plan again.',
        overridden: false,
      })),
    );
  }

  #checkPlanned(request: OperationRequest, planned: PlannedOperation) {
    if (request.delivery === 'gitops' && !planned.files)
      throw new InputError(
        `"${request.kind}" cannot be written as files: use the delivery "direct"`,
      );
    const ids = new Set<string>();
    for (const step of planned.steps) {
      if (ids.has(step.id))
        throw new Error(`The plan has two steps with the id "${step.id}"`);
      ids.add(step.id);
      // Refused here and not in mid-run.
      this.#options.catalog
        .executor(step.type)
        .params.parse(jsonOf(step.params));
    }
    const secret = secretIn({ steps: planned.steps, files: planned.files });
    if (secret)
      throw new Error(
        `The plan holds ${secret.what} at "${secret.path}", which must not be stored`,
      );
  }

  async #put(value: unknown, cluster: string, at: number) {
    const content = JSON.stringify(value);
    if (content.length > MAX_BLOB)
      throw new InputError(
        `The plan for cluster "${cluster}" has ${content.length} characters, more than the ${MAX_BLOB} that are kept`,
      );
    return this.#options.blobs.put(content, at);
  }
}

/** The canary comes first; a name given twice is one cluster. */
function inOrder({ clusters, rollout }: OperationRequest): string[] {
  const names = [...new Set(clusters)];
  if (rollout.policy !== 'canary') return names;
  const { canary } = rollout;
  if (!names.includes(canary))
    throw new InputError(
      `The canary "${canary}" (field "rollout.canary") is not among the clusters of the operation`,
    );
  return [canary, ...names.filter(name => name !== canary)];
}

function checkRequest({ input }: OperationRequest) {
  const secret = secretIn(input, 'input');
  if (secret)
    throw new InputError(
      `The field "${secret.path}" holds ${secret.what}. Plans are stored and shown: keep it in a Secret in the cluster and refer to that.`,
    );
}

function checkOverride(
  { override }: OperationRequest,
  findings: readonly PreflightFinding[],
) {
  for (const id of override?.findings ?? [])
    if (!findings.some(f => f.id === id && f.severity === 'blocking'))
      throw new InputError(
        `There is no blocking finding "${id}" to pass over (field "override.findings")`,
      );
}

function withOverride(
  findings: readonly PreflightFinding[],
  overridden: readonly string[],
): PreflightFinding[] {
  return findings.map(finding => ({
    ...finding,
    overridden:
      finding.severity === 'blocking' && overridden.includes(finding.id),
  }));
}

function storedPlan(
  planned: PlannedOperation,
  findings: PreflightFinding[],
): StoredPlan {
  const count = (action: string) =>
    planned.changes.filter(change => change.action === action).length;
  return {
    summary: planned.summary,
    findings,
    charts: [...planned.charts],
    steps: planned.steps.map(({ params, ...step }) => step),
    changes: {
      create: count('create'),
      // Where no dry run was possible it has to be taken for a change.
      update: count('update') + count('unknown'),
      delete: count('delete'),
      unchanged: count('unchanged'),
    },
    restarts: [...planned.restarts],
    estimatedSeconds: planned.steps.reduce(
      (sum, step) => sum + step.estimatedSeconds,
      0,
    ),
  };
}

function jsonOf(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

const REFUSALS = [
  InputError,
  NotFoundError,
  ConflictError,
  NotAllowedError,
  ServiceUnavailableError,
];

/** The same refusal with the cluster named. */
function forCluster(name: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const Refusal = REFUSALS.find(type => error.name === type.name);
  const message = `Cluster "${name}": ${error.message}`;
  return Refusal
    ? new Refusal(message, error)
    : new Error(message, { cause: error });
}
