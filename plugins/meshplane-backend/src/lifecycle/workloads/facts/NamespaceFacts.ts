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

import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { KubeClient } from '../kube/KubeClient';
import {
  budgetsPath,
  jobsPath,
  namespacePath,
  podsPath,
  workloadsPath,
} from '../kube/paths';
import {
  budgetSchema,
  jobSchema,
  namespaceSchema,
  podSchema,
  workloadSchema,
  WORKLOAD_KINDS,
  type LiveBudget,
  type LiveJob,
  type LiveNamespace,
  type LivePod,
  type LiveWorkload,
} from '../kube/shapes';

/** A namespace as the API server has it now; plans rest on this, not on the inventory's trimmed copy. */
export interface NamespaceFacts {
  readonly name: string;
  readonly namespace: LiveNamespace;
  readonly workloads: readonly LiveWorkload[];
  /** Pods that nothing would make again. */
  readonly barePods: readonly LivePod[];
  /** Jobs with running pods. */
  readonly jobs: readonly LiveJob[];
  readonly budgets: readonly LiveBudget[];
  /** Kinds that could not be read, with the reason. */
  readonly unreadable: readonly string[];
}

/** @throws NotFoundError if there is no such namespace; NotAllowedError if it or its workloads may not be read */
export async function readNamespaceFacts(
  client: KubeClient,
  name: string,
): Promise<NamespaceFacts> {
  const namespace = await client.get(namespacePath(name), namespaceSchema);
  if (!namespace) throw new NotFoundError(`There is no namespace "${name}"`);
  const unreadable: string[] = [];
  const [workloads, pods, jobs, budgets] = await Promise.all([
    readWorkloads(client, name),
    optional('pods', client.list(podsPath(name), podSchema), unreadable),
    optional('jobs', client.list(jobsPath(name), jobSchema), unreadable),
    optional(
      'poddisruptionbudgets',
      client.list(budgetsPath(name), budgetSchema),
      unreadable,
    ),
  ]);
  return {
    name,
    namespace,
    workloads,
    barePods: pods.filter(isBare),
    jobs: jobs.filter(({ status }) => status.active > 0),
    budgets,
    unreadable,
  };
}

/** The workloads of a namespace, by kind and name. */
export async function readWorkloads(
  client: KubeClient,
  namespace: string,
): Promise<LiveWorkload[]> {
  const lists = await Promise.all(
    WORKLOAD_KINDS.map(async kind => {
      const found = await client.list(
        workloadsPath(kind, namespace),
        workloadSchema,
      );
      return found.map(workload => ({ ...workload, kind }));
    }),
  );
  return lists.flat();
}

async function optional<T>(
  what: string,
  reading: Promise<T[]>,
  unreadable: string[],
): Promise<T[]> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof NotAllowedError || error instanceof NotFoundError)) {
      throw error;
    }
    unreadable.push(`${what}: ${error.message}`);
    return [];
  }
}

function isBare({ metadata, status }: LivePod): boolean {
  const ended = status.phase === 'Succeeded' || status.phase === 'Failed';
  // A static pod is owned by its node.
  return !ended && metadata.ownerReferences.length === 0;
}

/** `Deployment shop/cart` */
export function workloadName({ kind, metadata }: LiveWorkload): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}
