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
  operationInputSchemas,
  type OperationKind,
} from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import type { z } from 'zod';
import { clusterOf } from '../../../__testUtils__/fakes';
import type {
  OperationPlanner,
  PlanContext,
  PlannedOperation,
  StepContext,
  StepExecutor,
  StepOutcome,
  StepSpec,
} from '../../../operations/model';

/** What happened to one step. */
export interface RanStep {
  step: string;
  state: 'done' | 'skipped' | 'failed';
  outcome?: StepOutcome;
  error?: Error;
}

/** Plans and runs operations one after the other, as the engine does, without its database. */
export class OperationRunner {
  readonly logs: string[] = [];
  readonly #records = new Map<string, Record<string, unknown>>();
  readonly #planners: readonly OperationPlanner[];
  readonly #executors: readonly StepExecutor[];
  readonly #connection: ClusterConnection;
  readonly #now: () => Date;
  readonly #cluster: string;

  constructor(options: {
    planners: readonly OperationPlanner[];
    executors: readonly StepExecutor[];
    connection: ClusterConnection;
    cluster: string;
    now?: () => Date;
  }) {
    this.#planners = options.planners;
    this.#executors = options.executors;
    this.#connection = options.connection;
    this.#cluster = options.cluster;
    this.#now = options.now ?? (() => new Date());
  }

  plan<K extends OperationKind>(
    kind: K,
    input: z.input<(typeof operationInputSchemas)[K]>,
    delivery: PlanContext['delivery'] = 'direct',
  ): Promise<PlannedOperation> {
    return this.#planner(kind).plan(
      operationInputSchemas[kind].parse(input) as never,
      this.#planContext(delivery),
    );
  }

  fingerprint<K extends OperationKind>(
    kind: K,
    input: z.input<(typeof operationInputSchemas)[K]>,
  ): Promise<string> {
    return this.#planner(kind).fingerprint(
      operationInputSchemas[kind].parse(input) as never,
      this.#planContext('direct'),
    );
  }

  /** Runs the steps until one fails. */
  async run(
    operation: string,
    { steps }: PlannedOperation,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<RanStep[]> {
    const ran: RanStep[] = [];
    for (const step of steps) {
      const { executor, params, context } = this.#prepare(
        operation,
        step,
        signal,
      );
      try {
        const check = await executor.check(params, context());
        if (check.state === 'blocked') throw new Error(check.detail);
        if (check.state === 'done') {
          ran.push({ step: step.id, state: 'skipped' });
          continue;
        }
        const outcome = await executor.run(params, context());
        ran.push({ step: step.id, state: 'done', outcome });
      } catch (error) {
        ran.push({ step: step.id, state: 'failed', error: error as Error });
        break;
      }
    }
    return ran;
  }

  /** Takes back the steps of a run, the last one first. */
  async undo(operation: string, { steps }: PlannedOperation): Promise<void> {
    for (const step of [...steps].reverse()) {
      const { executor, params, context } = this.#prepare(
        operation,
        step,
        new AbortController().signal,
      );
      await executor.undo?.(params, context());
    }
  }

  #planner(kind: OperationKind): OperationPlanner {
    const planner = this.#planners.find(one => one.kind === kind);
    if (!planner) throw new Error(`No planner of "${kind}"`);
    return planner;
  }

  #planContext(delivery: PlanContext['delivery']): PlanContext {
    return {
      cluster: clusterOf(this.#cluster),
      connection: this.#connection,
      user: 'user:default/tester',
      delivery,
      signal: new AbortController().signal,
      now: this.#now,
    };
  }

  #prepare(operation: string, step: StepSpec, signal: AbortSignal) {
    const executor = this.#executors.find(one => one.type === step.type);
    if (!executor) throw new Error(`No executor of "${step.type}"`);
    const key = `${operation}/${step.id}`;
    const context = (): StepContext => ({
      cluster: clusterOf(this.#cluster),
      connection: this.#connection,
      operation: { id: operation, startedBy: 'user:default/tester' },
      step: step.id,
      signal,
      log: (level, text) => this.logs.push(`${level} ${text}`),
      progress: () => {},
      record: async value => {
        this.#records.set(key, structuredClone(value));
      },
      recorded: this.#records.get(key),
      now: this.#now,
    });
    return {
      executor,
      // The engine stores parameters as JSON.
      params: executor.params.parse(JSON.parse(JSON.stringify(step.params))),
      context,
    };
  }
}
