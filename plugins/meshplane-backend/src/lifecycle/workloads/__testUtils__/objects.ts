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

import type { NamespaceFacts } from '../facts/NamespaceFacts';
import {
  budgetSchema,
  namespaceSchema,
  workloadSchema,
  type LiveBudget,
  type LiveNamespace,
  type LiveWorkload,
  type WorkloadKind,
} from '../kube/shapes';

/** A workload as the API server would give it, with what a test cares about. */
export function workloadOf(
  name: string,
  further: {
    kind?: WorkloadKind;
    metadata?: object;
    spec?: object;
    status?: object;
    podLabels?: Record<string, string>;
    podAnnotations?: Record<string, string>;
    podSpec?: object;
  } = {},
): LiveWorkload {
  const parsed = workloadSchema.parse({
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      generation: 1,
      ...further.metadata,
    },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      ...further.spec,
      template: {
        metadata: {
          labels: { app: name, ...further.podLabels },
          annotations: further.podAnnotations,
        },
        spec: { containers: [{ name: 'main' }], ...further.podSpec },
      },
    },
    status: {
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      ...further.status,
    },
  });
  return { ...parsed, kind: further.kind ?? 'Deployment' };
}

export function namespaceOf(metadata: object = {}): LiveNamespace {
  return namespaceSchema.parse({
    metadata: { name: 'shop', uid: 'uid-shop', ...metadata },
    status: { phase: 'Active' },
  });
}

export function budgetOf(
  name: string,
  app: string,
  disruptionsAllowed: number,
): LiveBudget {
  return budgetSchema.parse({
    metadata: { name, namespace: 'shop' },
    spec: { selector: { matchLabels: { app } } },
    status: {
      disruptionsAllowed,
      currentHealthy: 2,
      desiredHealthy: 2,
      expectedPods: 2,
    },
  });
}

export function factsOf(further: Partial<NamespaceFacts> = {}): NamespaceFacts {
  return {
    name: 'shop',
    namespace: namespaceOf(),
    workloads: [],
    barePods: [],
    jobs: [],
    budgets: [],
    unreadable: [],
    ...further,
  };
}
