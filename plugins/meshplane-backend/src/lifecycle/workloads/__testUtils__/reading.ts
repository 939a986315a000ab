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

import type { PlannedOperation } from '../../../operations/model';
import type { LifecycleStage } from './LifecycleStage';
import type { RanStep } from './OperationRunner';

/** Ids of the meshes of the scenarios. */
export const ISTIO = 'istio~istio-system~default';
export const AMBIENT = 'istio-ambient~istio-system~default';
export const LINKERD = 'linkerd~linkerd';
export const KUMA = 'kuma~kuma-system';

export const states = (ran: readonly RanStep[]) =>
  ran.map(({ step, state }) => `${step}: ${state}`);
export const verdicts = (ran: readonly RanStep[]) =>
  ran
    .at(-1)
    ?.outcome?.result?.map(({ state, detail }) => `${state}: ${detail}`);
export const blocking = ({ findings }: PlannedOperation) =>
  findings
    .filter(({ severity }) => severity === 'blocking')
    .map(({ id }) => id);

/** The same plan with little patience, so that a failure is seen soon. */
export function impatient(plan: PlannedOperation): PlannedOperation {
  return {
    ...plan,
    steps: plan.steps.map(step => ({
      ...step,
      params: {
        ...step.params,
        ...(step.type === 'restart-workloads' && {
          pace: { ...(step.params.pace as object), timeoutSeconds: 3 },
        }),
      },
    })),
  };
}

export async function marksOf({ live }: LifecycleStage, namespace: string) {
  const { metadata } = await live.core.readNamespace({ name: namespace });
  return { labels: metadata?.labels, annotations: metadata?.annotations };
}
