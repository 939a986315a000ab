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
  StepCheck,
  StepContext,
  StepExecutor,
  StepOutcome,
} from '../../../operations/model';
import type { z } from 'zod';
import { rolloutOf } from '../facts/rollout';
import { KubeClient } from '../kube/KubeClient';
import { readWorkload } from '../kube/readWorkload';
import { marksToRestore, valuesBefore, type Marks } from '../marks/marks';
import { restoreNamespaceMarks, SETTLE_SECONDS } from './markNamespace';
import { paced, type ItemOutcome } from './paced';
import {
  RESTARTED_AT,
  RESTART_WORKLOADS,
  restartParamsSchema,
  restartRecordSchema,
  targetKey,
  type RestartParams,
  type RestartTarget,
} from './restartParams';
import { rollOut } from './rollOut';
import { systemPause, type Pause } from './waiting';

/** Makes the pods of workloads new, at a pace, and can do it once more with what was there before. */
export class RestartWorkloadsExecutor implements StepExecutor<RestartParams> {
  readonly type = RESTART_WORKLOADS;
  readonly params = restartParamsSchema as z.ZodType<RestartParams>;
  readonly #pause: Pause;

  constructor(options: { pause?: Pause } = {}) {
    this.#pause = options.pause ?? systemPause;
  }

  async check(params: RestartParams, context: StepContext): Promise<StepCheck> {
    const recorded = restartRecordSchema.safeParse(context.recorded);
    const total = params.workloads.length;
    if (!recorded.success) {
      return total === 0
        ? { state: 'done', detail: 'No workload has to be restarted' }
        : { state: 'todo', detail: `None of ${total} workloads is restarted` };
    }
    const client = new KubeClient(context.connection, context.signal);
    let done = 0;
    for (const { kind, name } of params.workloads) {
      const found = await readWorkload(client, kind, params.namespace, name);
      const finished =
        !found ||
        (found.spec.template.metadata.annotations[RESTARTED_AT] ===
          recorded.data.restartedAt &&
          rolloutOf(found).state === 'complete');
      if (finished) done += 1;
    }
    return {
      state: done === total ? 'done' : 'todo',
      detail: `${done} of ${total} workloads are restarted`,
    };
  }

  async run(params: RestartParams, context: StepContext): Promise<StepOutcome> {
    const client = new KubeClient(context.connection, context.signal);
    const recorded = restartRecordSchema.safeParse(context.recorded);
    let stamp: string;
    if (recorded.success) {
      stamp = recorded.data.restartedAt;
    } else {
      stamp = context.now().toISOString();
      await context.record({
        restartedAt: stamp,
        before: await templateMarks(client, params),
      });
    }
    return this.#restart(params.workloads, stamp, params, client, context);
  }

  async undo(
    params: RestartParams,
    context: StepContext,
  ): Promise<StepOutcome> {
    const recorded = restartRecordSchema.safeParse(context.recorded);
    if (!recorded.success) return { detail: 'No workload was restarted' };
    const { restartedAt, before } = recorded.data;
    const client = new KubeClient(context.connection, context.signal);
    if (params.namespaceMarks) {
      await restoreNamespaceMarks(
        { namespace: params.namespace, ...params.namespaceMarks },
        context,
      );
    }
    const undone = `${restartedAt} undone`;
    const touched: RestartTarget[] = [];
    for (const target of params.workloads) {
      const { kind, name, marks } = target;
      const found = await readWorkload(client, kind, params.namespace, name);
      const { annotations, labels } = found?.spec.template.metadata ?? {
        annotations: {},
        labels: {},
      };
      const previous = before[targetKey(target)];
      const stamp = annotations[RESTARTED_AT];
      if (!found || (stamp !== restartedAt && stamp !== undone)) continue;
      touched.push({
        ...target,
        marks:
          marks && previous
            ? marksToRestore({ labels, annotations }, marks, previous).restore
            : undefined,
      });
    }
    if (params.namespaceMarks && touched.length > 0) {
      await this.#pause(SETTLE_SECONDS * 1000, context.signal);
    }
    return this.#restart(touched, undone, params, client, context);
  }

  async #restart(
    targets: readonly RestartTarget[],
    stamp: string,
    { namespace, pace }: RestartParams,
    client: KubeClient,
    context: StepContext,
  ): Promise<StepOutcome> {
    const shares = new Map<string, number>();
    const { outcomes, notStarted } = await paced(targets, pace, target =>
      rollOut(
        { ...target, namespace, stamp, timeoutSeconds: pace.timeoutSeconds },
        {
          client,
          context,
          pause: this.#pause,
          onProgress: (share, text) => {
            shares.set(targetKey(target), share);
            const sum = [...shares.values()].reduce((a, b) => a + b, 0);
            context.progress((100 * sum) / targets.length, text);
          },
        },
      ),
    );
    throwIfFailed(outcomes, notStarted);
    const restarted = outcomes.filter(({ state }) => state === 'done');
    return {
      detail:
        restarted.length === 1
          ? `${restarted[0].name} is restarted`
          : `${restarted.length} workloads are restarted`,
    };
  }
}

async function templateMarks(
  client: KubeClient,
  { namespace, workloads }: RestartParams,
): Promise<Record<string, Marks>> {
  const before: Record<string, Marks> = {};
  for (const target of workloads) {
    const { kind, name, marks } = target;
    if (!marks) continue;
    const found = await readWorkload(client, kind, namespace, name);
    if (found) {
      before[targetKey(target)] = valuesBefore(
        found.spec.template.metadata,
        marks,
      );
    }
  }
  return before;
}

function throwIfFailed(
  outcomes: readonly ItemOutcome[],
  notStarted: readonly RestartTarget[],
): void {
  const failed = outcomes.filter(({ state }) => state === 'failed');
  if (failed.length === 0) return;
  const rest =
    notStarted.length === 0
      ? ''
      : `; not started: ${notStarted.map(targetKey).join(', ')}`;
  throw new Error(
    `${failed
      .map(({ name, detail }) => `${name} did not become ready: ${detail}`)
      .join('; ')}${rest}`,
  );
}
