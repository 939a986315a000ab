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

import { NotAllowedError } from '@backstage/errors';
import type { StepContext } from '../../../operations/model';
import {
  rolloutOf,
  unavailableDuringRollout,
  type RolloutState,
} from '../facts/rollout';
import type { KubeClient } from '../kube/KubeClient';
import { budgetsPath, workloadPath } from '../kube/paths';
import { readWorkload } from '../kube/readWorkload';
import { selects } from '../kube/selector';
import {
  budgetSchema,
  workloadSchema,
  type LiveWorkload,
  type WorkloadKind,
} from '../kube/shapes';
import type { Marks } from '../marks/marks';
import type { ItemOutcome } from './paced';
import { RESTARTED_AT } from './restartParams';
import { pollUntil, type Pause } from './waiting';
import { whyNotReady } from './whyNotReady';

/** One workload whose pods are to be made new. */
export interface RollOut {
  readonly namespace: string;
  readonly kind: WorkloadKind;
  readonly name: string;
  /** Value of {@link RESTARTED_AT}; a template that has it already is only waited for. */
  readonly stamp: string;
  readonly marks?: Marks;
  readonly timeoutSeconds: number;
  readonly exhaustedBudgets: readonly string[];
}

/** What a rollout needs around it. */
export interface RollOutEnvironment {
  readonly client: KubeClient;
  readonly context: StepContext;
  readonly pause: Pause;
  onProgress(share: number, text: string): void;
}

/** A failure that was seen so often in a row is no leftover of an earlier rollout. */
const FAILED_LOOKS = 3;

/** Makes the pods of a workload new and waits until they are available. */
export async function rollOut(
  order: RollOut,
  environment: RollOutEnvironment,
): Promise<ItemOutcome> {
  const { kind, namespace, name, stamp } = order;
  const { client, context } = environment;
  const title = `${kind} ${namespace}/${name}`;
  const workload = await readWorkload(client, kind, namespace, name);
  if (!workload) {
    context.log('warn', `${title} does not exist any more`);
    return { name: title, state: 'skipped', detail: 'it does not exist' };
  }
  const obstacle = obstacleOf(workload);
  if (obstacle) return { name: title, state: 'failed', detail: obstacle };
  if (workload.spec.template.metadata.annotations[RESTARTED_AT] !== stamp) {
    const denied = await waitForBudgets(workload, order, environment);
    if (denied) return { name: title, state: 'failed', detail: denied };
    context.log('info', `${title}: its pods are made new`);
    await client.mergePatch(
      workloadPath(kind, namespace, name),
      {
        spec: {
          template: {
            metadata: {
              labels: order.marks?.labels ?? {},
              annotations: {
                ...order.marks?.annotations,
                [RESTARTED_AT]: stamp,
              },
            },
          },
        },
      },
      workloadSchema,
    );
  }
  return waitForRollout(title, order, environment);
}

/** Why new pods would not come, however long one waits. */
export function obstacleOf({ spec }: LiveWorkload): string | undefined {
  if (spec.paused) return 'its rollout is paused (spec.paused)';
  if (spec.updateStrategy?.type === 'OnDelete') {
    return 'its update strategy OnDelete replaces pods only when somebody deletes them';
  }
  return undefined;
}

async function waitForRollout(
  title: string,
  order: RollOut,
  environment: RollOutEnvironment,
): Promise<ItemOutcome> {
  const { client, context, pause } = environment;
  let failedLooks = 0;
  const look = async (): Promise<RolloutState | undefined> => {
    const workload = await readWorkload(
      client,
      order.kind,
      order.namespace,
      order.name,
    );
    if (!workload) return undefined;
    const rollout = rolloutOf(workload);
    failedLooks = rollout.state === 'failed' ? failedLooks + 1 : 0;
    environment.onProgress(rollout.share, `${title}: ${rollout.detail}`);
    return rollout;
  };
  const { value, inTime } = await pollUntil(
    look,
    rollout =>
      rollout === undefined ||
      rollout.state === 'complete' ||
      failedLooks >= FAILED_LOOKS,
    {
      timeoutMs: order.timeoutSeconds * 1000,
      signal: context.signal,
      pause,
      now: () => context.now(),
    },
  );
  if (value === undefined) {
    return { name: title, state: 'skipped', detail: 'it was deleted' };
  }
  if (value.state === 'complete') {
    context.log('info', `${title}: ${value.detail}`);
    return { name: title, state: 'done', detail: value.detail };
  }
  const limit = inTime ? '' : ` after ${order.timeoutSeconds} s`;
  const reasons = await whyNotReady(client, order);
  const detail = [`${value.detail}${limit}`, ...reasons].join('; ');
  context.log('error', `${title}: ${detail}`);
  return { name: title, state: 'failed', detail };
}

/**
 * Waits until the budgets of a workload allow a disruption. A rollout does not ask them by itself, as an eviction does.
 *
 * @returns why it may not go on
 */
async function waitForBudgets(
  workload: LiveWorkload,
  order: RollOut,
  { client, context, pause, onProgress }: RollOutEnvironment,
): Promise<string | undefined> {
  if (unavailableDuringRollout(workload) === 0) return undefined;
  const look = async () => {
    const budgets = await client.list(
      budgetsPath(order.namespace),
      budgetSchema,
    );
    const exhausted = budgets.filter(
      ({ metadata, spec, status }) =>
        status.disruptionsAllowed < 1 &&
        !order.exhaustedBudgets.includes(metadata.name) &&
        selects(spec.selector, workload.spec.template.metadata.labels),
    );
    if (exhausted.length > 0) {
      onProgress(0, `${order.kind} ${order.name} waits for its budget`);
    }
    return exhausted;
  };
  try {
    const { value } = await pollUntil(look, found => found.length === 0, {
      timeoutMs: order.timeoutSeconds * 1000,
      signal: context.signal,
      pause,
      now: () => context.now(),
    });
    const [budget] = value;
    if (!budget) return undefined;
    const { currentHealthy, desiredHealthy } = budget.status;
    return `PodDisruptionBudget "${budget.metadata.name}" allowed no disruption for ${order.timeoutSeconds} s (${currentHealthy} pods are healthy, ${desiredHealthy} have to be); it was not restarted`;
  } catch (error) {
    if (!(error instanceof NotAllowedError)) throw error;
    context.log(
      'warn',
      `Disruption budgets are not considered, for they may not be read: ${error.message}`,
    );
    return undefined;
  }
}
