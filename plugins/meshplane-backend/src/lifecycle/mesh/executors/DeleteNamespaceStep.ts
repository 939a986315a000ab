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

import { ConflictError } from '@backstage/errors';
import type { ObjectRef } from '@meshplane/plugin-meshplane-common';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { kubeJson } from '../../../manifests/kubeJson';
import type { Manifests } from '../../../manifests/model';
import type { StepContext, StepExecutor } from '../../../operations/model';

const TIMEOUT_MS = 5 * 60_000;
const INTERVAL_MS = 500;

const paramsSchema = z.object({ name: z.string() });
type Params = z.output<typeof paramsSchema>;

const listSchema = z.looseObject({ items: z.array(z.unknown()) });

/** Removes the namespace of a control plane once nothing runs in it, and waits until it is gone. */
export class DeleteNamespaceStep implements StepExecutor<Params> {
  readonly type = 'delete-namespace';
  readonly params: z.ZodType<Params> = paramsSchema;
  readonly #manifests: Manifests;

  constructor(options: { manifests: Manifests }) {
    this.#manifests = options.manifests;
  }

  async check({ name }: Params, context: StepContext) {
    const namespace = await this.#manifests.get(
      context.connection,
      refOf(name),
      { signal: context.signal },
    );
    return namespace
      ? {
          state: 'todo' as const,
          detail: `Namespace "${name}" is there`,
        }
      : {
          state: 'done' as const,
          detail: `There is no namespace "${name}"`,
        };
  }

  async run({ name }: Params, context: StepContext) {
    const { connection, signal } = context;
    await this.#refuseWorkloads(name, context);
    await this.#manifests.delete(connection, refOf(name), { signal });
    const deadline = context.now().getTime() + TIMEOUT_MS;
    for (;;) {
      const left = await this.#manifests.get(connection, refOf(name), {
        signal,
      });
      if (!left) return { detail: `Namespace "${name}" is gone` };
      if (context.now().getTime() > deadline)
        throw new ConflictError(
          `Namespace "${name}" is still being deleted after ${
            TIMEOUT_MS / 60_000
          } minutes: ${
            conditionsOf(left) || 'look for objects with finalizers in it'
          }`,
        );
      await wait(INTERVAL_MS, undefined, { signal });
    }
  }

  async #refuseWorkloads(name: string, { connection, signal }: StepContext) {
    const { value } = await kubeJson(
      connection,
      `/apis/apps/v1/namespaces/${name}/deployments?limit=1`,
      { signal },
    );
    if (listSchema.parse(value).items.length > 0)
      throw new ConflictError(
        `Namespace "${name}" still has Deployments that this operation does not own: it is left as it is`,
      );
  }
}

function refOf(name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Namespace', name };
}

function conditionsOf(namespace: { [key: string]: unknown }): string {
  const status = namespace.status as
    | { conditions?: { status: string; message?: string }[] }
    | undefined;
  return (status?.conditions ?? [])
    .filter(condition => condition.status === 'True' && condition.message)
    .map(({ message }) => message)
    .join('; ');
}
