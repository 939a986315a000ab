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

import { NotFoundError } from '@backstage/errors';
import {
  type GitOpsFiles,
  gitOpsFilesSchema,
  meshplaneOperationApprovePermission,
  type ObjectChange,
  objectChangeSchema,
  type OperationDetail,
  type OperationLog,
  operationPlanSchema,
  type OperationSummary,
  type PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import type {
  OperationBlobStore,
  OperationStore,
} from '../database/OperationStore';
import type {
  OperationFilter,
  OperationRecord,
} from '../database/operations/records';
import { type ActionFacts, actionsOf } from './actions';
import type { OperationSettings } from './settings';
import { stepViewOf, summaryOf } from './views/operationViews';

const storedPlanSchema = operationPlanSchema.omit({ hash: true });
const changesSchema = z.array(objectChangeSchema);

/** Who asks, and whether they may approve operations on its clusters. */
export interface OperationCaller {
  readonly user: string;
  readonly mayApprove: boolean;
}

/** Reads operations as the API gives them. Permissions are checked by whoever calls. */
export class OperationReader {
  readonly #options: {
    store: OperationStore;
    blobs: OperationBlobStore;
    settings: Pick<OperationSettings, 'approval' | 'enabled'>;
    now: () => Date;
  };

  constructor(options: {
    store: OperationStore;
    blobs: OperationBlobStore;
    settings: Pick<OperationSettings, 'approval' | 'enabled'>;
    now: () => Date;
  }) {
    this.#options = options;
  }

  async list(
    filter: OperationFilter,
  ): Promise<{ items: OperationSummary[]; total: number }> {
    const { items, total } = await this.#options.store.list(filter);
    return { items: items.map(summaryOf), total };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<OperationRecord> {
    const operation = await this.#options.store.get(id);
    if (!operation) throw new NotFoundError(`No operation "${id}"`);
    return operation;
  }

  async detail(id: string, caller: OperationCaller): Promise<OperationDetail> {
    const { store } = this.#options;
    const operation = await this.get(id);
    const plan = await this.#plan(operation);
    const facts = await this.facts(operation, caller.user);
    return {
      ...summaryOf(operation),
      input: operation.input,
      rollout: operation.rollout,
      plan: plan && { ...plan, hash: operation.planHash },
      planHash: operation.planHash,
      steps: facts.steps.map(stepViewOf),
      children: facts.children.map(summaryOf),
      actions: actionsOf(facts, {
        granted: caller.mayApprove,
        name: meshplaneOperationApprovePermission.name,
      }),
      decisions: await store.decisions(id),
      result: operation.result,
      override: operation.override,
    };
  }

  async changes(id: string): Promise<ObjectChange[]> {
    const { changesBlob } = await this.get(id);
    return changesBlob === undefined
      ? []
      : changesSchema.parse(await this.#blob(id, changesBlob));
  }

  /** @throws NotFoundError if it was not planned with delivery `gitops` */
  async files(id: string): Promise<GitOpsFiles> {
    const { filesBlob } = await this.get(id);
    if (filesBlob === undefined)
      throw new NotFoundError(
        `The operation "${id}" has no files: only plans on one cluster with delivery "gitops" have them`,
      );
    return gitOpsFilesSchema.parse(await this.#blob(id, filesBlob));
  }

  async log(id: string, after: number, limit: number): Promise<OperationLog> {
    await this.get(id);
    const items = await this.#options.store.log(id, after, limit + 1);
    return { items: items.slice(0, limit), more: items.length > limit };
  }

  /** On what it depends what may be done with an operation. */
  async facts(operation: OperationRecord, user: string): Promise<ActionFacts> {
    const { store, settings } = this.#options;
    const children = operation.cluster
      ? []
      : await store.children(operation.id);
    return {
      operation,
      steps: await store.steps(operation.id),
      children,
      parent: operation.parent ? await store.get(operation.parent) : undefined,
      findings:
        operation.state === 'planned'
          ? await this.#findings([operation, ...children])
          : [],
      user,
      settings,
      now: this.#options.now().getTime(),
    };
  }

  async #findings(
    operations: readonly OperationRecord[],
  ): Promise<PreflightFinding[]> {
    const plans = await Promise.all(operations.map(one => this.#plan(one)));
    return plans.flatMap(plan => plan?.findings ?? []);
  }

  async #plan({ id, planBlob }: OperationRecord) {
    return planBlob === undefined
      ? undefined
      : storedPlanSchema.parse(await this.#blob(id, planBlob));
  }

  async #blob(id: string, sha256: string): Promise<unknown> {
    const content = await this.#options.blobs.get(sha256);
    if (content === undefined)
      throw new NotFoundError(
        `A part of the plan of operation "${id}" is not there any more`,
      );
    return JSON.parse(content);
  }
}
