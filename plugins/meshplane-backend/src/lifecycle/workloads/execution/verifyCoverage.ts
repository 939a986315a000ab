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

import type { z } from 'zod';
import type {
  StepCheck,
  StepContext,
  StepExecutor,
  StepOutcome,
} from '../../../operations/model';
import type { ExecutionDeps } from '../deps';
import { KubeClient } from '../kube/KubeClient';
import { readWorkload } from '../kube/readWorkload';
import {
  compareCoverage,
  VERIFY_COVERAGE,
  verifyParamsSchema,
  type VerifyParams,
  type VerifyRow,
} from './coverageExpectation';
import { systemPause, type Pause } from './waiting';

/** A look without news from the inventory, in case a delta was missed. */
const LOOK_MS = 2_000;

/** Waits until the inventory shows the coverage that an operation was for, and says so workload by workload. */
export class VerifyCoverageExecutor implements StepExecutor<VerifyParams> {
  readonly type = VERIFY_COVERAGE;
  readonly params = verifyParamsSchema as z.ZodType<VerifyParams>;
  readonly #deps: Pick<ExecutionDeps, 'reports' | 'inventory'>;
  readonly #pause: Pause;

  constructor(deps: Pick<ExecutionDeps, 'reports' | 'inventory' | 'pause'>) {
    this.#deps = deps;
    this.#pause = deps.pause ?? systemPause;
  }

  async check(): Promise<StepCheck> {
    // A proof is only worth something when it is made after the last change.
    return { state: 'todo', detail: 'The coverage is looked at again' };
  }

  async run(params: VerifyParams, context: StepContext): Promise<StepOutcome> {
    const generations = await this.#generations(params, context);
    const end = context.now().getTime() + params.timeoutSeconds * 1000;
    for (;;) {
      context.signal.throwIfAborted();
      const news = this.#nextDelta(context.cluster.name, context.signal);
      const rows = this.#rows(params, context, generations);
      const open = rows.filter(({ state }) => state === 'failed');
      const left = end - context.now().getTime();
      if (open.length === 0 || left <= 0) {
        news.stop();
        return outcomeOf(params, rows);
      }
      context.progress(
        (100 * (rows.length - open.length)) / rows.length,
        `${open[0].title}: ${open[0].detail}`,
      );
      try {
        await Promise.race([
          news.arrived,
          this.#pause(Math.min(LOOK_MS, left), news.signal),
        ]);
      } finally {
        news.stop();
      }
    }
  }

  async undo(): Promise<StepOutcome> {
    return { detail: 'Nothing was changed by looking' };
  }

  /** The generation that each workload has in the cluster; an inventory that is behind proves nothing. */
  async #generations(
    { namespace, workloads }: VerifyParams,
    { connection, signal }: StepContext,
  ): Promise<ReadonlyMap<string, number>> {
    const client = new KubeClient(connection, signal);
    const generations = new Map<string, number>();
    for (const { kind, name } of workloads) {
      const live = await readWorkload(client, kind, namespace, name);
      const generation = live?.metadata.generation;
      if (generation !== undefined) {
        generations.set(`${kind} ${namespace}/${name}`, generation);
      }
    }
    return generations;
  }

  #rows(
    params: VerifyParams,
    context: StepContext,
    generations: ReadonlyMap<string, number>,
  ): VerifyRow[] {
    const { report, snapshot } = this.#deps.reports.report(
      context.cluster.name,
    );
    const behind = new Set(
      params.workloads.flatMap(({ kind, name }) => {
        const title = `${kind} ${params.namespace}/${name}`;
        const seen = snapshot.get(`${kind}.apps`, params.namespace, name)
          ?.metadata.generation;
        const live = generations.get(title);
        return seen !== undefined && live !== undefined && seen < live
          ? [title]
          : [];
      }),
    );
    return compareCoverage(params, report).map(row =>
      behind.has(row.title)
        ? {
            ...row,
            state: 'failed',
            detail: 'the inventory has not seen the change yet',
          }
        : row,
    );
  }

  #nextDelta(cluster: string, parent: AbortSignal) {
    const controller = new AbortController();
    const abort = () => controller.abort(parent.reason);
    parent.addEventListener('abort', abort);
    let unsubscribe = () => {};
    const arrived = new Promise<void>(resolve => {
      unsubscribe = this.#deps.inventory.subscribe(delta => {
        if (delta.cluster === cluster) resolve();
      });
    });
    return {
      arrived,
      signal: controller.signal,
      stop: () => {
        unsubscribe();
        parent.removeEventListener('abort', abort);
        controller.abort();
      },
    };
  }
}

function outcomeOf(
  { expect, workloads, mesh }: VerifyParams,
  rows: readonly VerifyRow[],
): StepOutcome {
  const passed = rows.filter(({ state }) => state === 'passed').length;
  const goal = {
    on: `are on "${mesh}"`,
    off: `are off "${mesh}"`,
    asked: `ask for "${mesh}"`,
    settled: 'need no restart any more',
  }[expect];
  const what = expect === 'asked' ? 'namespaces' : 'workloads';
  return {
    detail:
      expect !== 'asked' && workloads.length === 0
        ? 'There is no workload to look at'
        : `${passed} of ${rows.length} ${what} ${goal}`,
    result: rows,
  };
}
