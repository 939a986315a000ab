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

import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  ObjectChange,
  OperationDetail,
  OperationEvent,
  OperationLogEntry,
  OperationQuery,
  OperationRequestInput,
  OperationSummary,
} from '@meshplane/plugin-meshplane-common';
import {
  lifecycleFixture,
  migrationFixtures,
  releaseFixtures,
  sampleFixtures,
  valuesFixture,
} from './fixtures/lifecycle';
import {
  changeFixtures,
  operationFixture,
  plannedFrom,
} from './fixtures/operations';

type Action = OperationDetail['actions'][number]['action'];

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function summaryOf(operation: OperationDetail): OperationSummary {
  const {
    input,
    plan,
    planHash,
    steps,
    children,
    actions,
    result,
    decisions,
    ...summary
  } = operation;
  return summary;
}

/** Operations in the browser: plans come at once, and a run goes on when the test (or the clock of the dev app) says so. */
export class MockOperationsApi {
  readonly operations = new Map<string, OperationDetail>();
  readonly logs = new Map<string, OperationLogEntry[]>();
  readonly lifecycle = lifecycleFixture();
  releases = releaseFixtures();
  changes: ObjectChange[] = changeFixtures();
  /** Plans get a blocking finding. */
  isBlocked = false;
  /** What was asked for, in order. */
  readonly requests: OperationRequestInput[] = [];
  readonly #watchers = new Map<string, Set<(event: OperationEvent) => void>>();
  #next = 1;

  constructor() {
    this.put(operationFixture('op-waits'));
    this.put(
      operationFixture('op-done', {
        title: 'Bring namespace search onto Istio',
        kind: 'workload.onboard',
        state: 'succeeded',
        namespace: 'search',
        approvedBy: 'user:default/omar',
        approvedAt: '2026-11-24T09:00:00.000Z',
        startedAt: '2026-11-24T09:00:00.000Z',
        endedAt: '2026-11-24T09:02:30.000Z',
        stepsDone: 2,
        steps: operationFixture('x').steps.map(step => ({
          ...step,
          state: 'done',
        })),
        actions: [{ action: 'rollback', allowed: true }],
        result: [
          {
            title: 'Coverage of search',
            state: 'passed',
            detail: '13 of 13 workloads on the mesh',
          },
        ],
      }),
    );
  }

  /** Stores an operation and tells those who watch it. */
  put(operation: OperationDetail): OperationDetail {
    this.operations.set(operation.id, operation);
    this.emit(operation.id, {
      type: 'update',
      operation: summaryOf(operation),
      steps: operation.steps,
    });
    return operation;
  }

  emit(id: string, event: OperationEvent): void {
    for (const watcher of this.#watchers.get(id) ?? []) watcher(copyOf(event));
  }

  /** Writes a line into the log of an operation. */
  log(
    id: string,
    text: string,
    level: OperationLogEntry['level'] = 'info',
  ): void {
    const entries = this.logs.get(id) ?? [];
    const entry = {
      seq: entries.length + 1,
      at: '2026-11-24T10:00:00.000Z',
      level,
      step: 'istiod',
      text,
    };
    this.logs.set(id, [...entries, entry]);
    this.emit(id, { type: 'log', entry });
  }

  /** Whether somebody follows an operation. */
  isWatched(id: string): boolean {
    return (this.#watchers.get(id)?.size ?? 0) > 0;
  }

  #get(id: string): OperationDetail {
    const found = this.operations.get(id);
    if (!found) throw new NotFoundError(`There is no operation "${id}"`);
    return found;
  }

  async createOperation(request: OperationRequestInput) {
    this.requests.push(copyOf(request));
    const id = `op-${this.#next}`;
    this.#next += 1;
    return copyOf(this.put(plannedFrom(id, request, this.isBlocked)));
  }

  async getOperations(query: OperationQuery = {}) {
    const matching = [...this.operations.values()]
      .map(summaryOf)
      .filter(
        item =>
          (!query.cluster || item.clusters.includes(query.cluster)) &&
          (!query.state || item.state === query.state) &&
          (!query.kind || item.kind === query.kind) &&
          (!query.definition || item.definition === query.definition) &&
          (!query.namespace || item.namespace === query.namespace) &&
          (!query.createdBy || item.createdBy === query.createdBy),
      )
      .reverse();
    const limit = Number(query.limit ?? 50);
    const offset = Number(query.offset ?? 0);
    return {
      items: copyOf(matching.slice(offset, offset + limit)),
      total: matching.length,
      limit,
      offset,
    };
  }

  async getOperation(id: string) {
    return copyOf(this.#get(id));
  }

  async getOperationChanges(
    id: string,
    query: { limit?: unknown; offset?: unknown } = {},
  ) {
    this.#get(id);
    const limit = Number(query.limit ?? 100);
    const offset = Number(query.offset ?? 0);
    return {
      items: copyOf(this.changes.slice(offset, offset + limit)),
      total: this.changes.length,
      limit,
      offset,
    };
  }

  async getOperationLog(id: string, query: { after?: unknown } = {}) {
    const after = Number(query.after ?? 0);
    return {
      items: (this.logs.get(id) ?? []).filter(entry => entry.seq > after),
      more: false,
    };
  }

  async getOperationFiles(id: string) {
    this.#get(id);
    return {
      tool: 'flux' as const,
      files: [
        {
          path: 'meshes/istio/helmrelease.yaml',
          content: 'kind: HelmRelease\nmetadata:\n  name: istiod\n',
        },
      ],
    };
  }

  streamOperation(
    id: string,
    onEvent: (event: OperationEvent) => void,
    { signal }: { signal: AbortSignal },
  ): Promise<void> {
    return new Promise(resolve => {
      const watchers = this.#watchers.get(id) ?? new Set();
      this.#watchers.set(id, watchers);
      function leave() {
        watchers.delete(watcher);
        resolve();
      }
      function watcher(event: OperationEvent) {
        onEvent(event);
        if (event.type === 'end') leave();
      }
      watchers.add(watcher);
      const operation = this.#get(id);
      watcher({
        type: 'update',
        operation: copyOf(summaryOf(operation)),
        steps: copyOf(operation.steps),
      });
      signal.addEventListener('abort', leave);
    });
  }

  #act(id: string, action: Action, change: Partial<OperationDetail>) {
    const operation = this.#get(id);
    const offer = operation.actions.find(item => item.action === action);
    if (!offer?.allowed) {
      throw new ConflictError(offer?.reason ?? `"${action}" is not possible`);
    }
    return copyOf(this.put({ ...operation, ...change }));
  }

  async approveOperation(id: string, body: { planHash: string }) {
    const { planHash } = this.#get(id);
    if (planHash !== body.planHash) {
      throw new ConflictError(
        `The plan "${body.planHash}" is not the one that stands here, "${planHash}"`,
      );
    }
    return this.#act(id, 'approve', {
      state: 'running',
      approvedBy: 'user:default/omar',
      approvedAt: '2026-11-24T10:00:00.000Z',
      startedAt: '2026-11-24T10:00:00.000Z',
      actions: [{ action: 'cancel', allowed: true }],
      steps: this.#get(id).steps.map((step, index) =>
        index === 0 ? { ...step, state: 'running', progress: 30 } : step,
      ),
    });
  }

  async rejectOperation(id: string, body: { reason?: string } = {}) {
    return this.#act(id, 'reject', {
      state: 'cancelled',
      message: body.reason,
      actions: [],
    });
  }

  async cancelOperation(id: string, body: { reason?: string } = {}) {
    const ended = this.#act(id, 'cancel', {
      state: 'cancelled',
      message: body.reason,
      actions: [
        { action: 'resume', allowed: true },
        { action: 'rollback', allowed: true },
      ],
    });
    this.emit(id, { type: 'end', state: 'cancelled' });
    return ended;
  }

  async resumeOperation(id: string) {
    return this.#act(id, 'resume', {
      state: 'running',
      actions: [{ action: 'cancel', allowed: true }],
    });
  }

  async rollbackOperation(id: string) {
    return this.#act(id, 'rollback', {
      state: 'running',
      actions: [{ action: 'cancel', allowed: true }],
    });
  }

  async continueOperation(id: string) {
    return this.#act(id, 'continue', { waiting: false });
  }

  async getLifecycle(_cluster: string) {
    return copyOf(this.lifecycle);
  }

  async getChartValues(
    definition: string,
    query: { version: string; preset?: string },
  ) {
    return valuesFixture(definition, query.version, query.preset ?? 'default');
  }

  async getReleases(_cluster: string) {
    return { items: copyOf(this.releases) };
  }

  async getSamples() {
    return { items: sampleFixtures };
  }

  async getMigrations(_cluster: string) {
    return { items: migrationFixtures };
  }
}
