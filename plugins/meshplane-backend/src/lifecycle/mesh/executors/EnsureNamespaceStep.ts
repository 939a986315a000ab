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

import type { ObjectRef } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import { requestJson } from '../../../clusters/connections/requestJson';
import type { Manifests } from '../../../manifests/model';
import type { StepContext, StepExecutor } from '../../../operations/model';

const paramsSchema = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
});
type Params = z.output<typeof paramsSchema>;

/** Whoever works in a namespace has something of these kinds there. */
const KINDS_OF_OTHERS = ['pods', 'services'] as const;

const listSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        deletionTimestamp: z.string().optional(),
      }),
    }),
  ),
});

const recordSchema = z.object({ existed: z.boolean() });

/** Makes the namespace of a control plane, with the labels that it needs; never takes one away that was there before. */
export class EnsureNamespaceStep implements StepExecutor<Params> {
  readonly type = 'ensure-namespace';
  readonly params: z.ZodType<Params> = paramsSchema;
  readonly #manifests: Manifests;

  constructor(options: { manifests: Manifests }) {
    this.#manifests = options.manifests;
  }

  async check(params: Params, context: StepContext) {
    const namespace = await this.#get(params, context);
    if (!namespace)
      return {
        state: 'todo' as const,
        detail: `There is no namespace "${params.name}"`,
      };
    if (namespace.metadata.deletionTimestamp)
      return {
        state: 'blocked' as const,
        detail: `Namespace "${params.name}" is being deleted; wait until it is gone, or find what holds it (finalizers)`,
      };
    const missing = Object.entries(params.labels).filter(
      ([key, value]) => namespace.metadata.labels?.[key] !== value,
    );
    return missing.length === 0
      ? {
          state: 'done' as const,
          detail: `Namespace "${params.name}" is there`,
        }
      : {
          state: 'todo' as const,
          detail: `Namespace "${params.name}" lacks the labels ${missing
            .map(([key, value]) => `${key}=${value}`)
            .join(', ')}`,
        };
  }

  async run(params: Params, context: StepContext) {
    if (!context.recorded)
      await context.record({
        existed: (await this.#get(params, context)) !== undefined,
      });
    const { action } = await this.#manifests.apply(
      context.connection,
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: params.name, labels: params.labels },
      },
      { signal: context.signal },
    );
    return { detail: `Namespace "${params.name}" is ${action}` };
  }

  async undo(params: Params, context: StepContext) {
    const { existed } = recordSchema.parse(
      context.recorded ?? { existed: true },
    );
    if (existed)
      return {
        detail: `Namespace "${params.name}" was there before and stays`,
      };
    const others = await inhabitants(params.name, context);
    if (others.length > 0)
      return {
        detail: `Namespace "${
          params.name
        }" stays, because something is in it: ${others.join(', ')}`,
      };
    await this.#manifests.delete(context.connection, refOf(params.name));
    return { detail: `Namespace "${params.name}" is removed` };
  }

  #get({ name }: Params, { connection, signal }: StepContext) {
    return this.#manifests.get(connection, refOf(name), { signal });
  }
}

/** What would be lost with a namespace: nobody but this operation knows of what was made for it, and that is gone. */
async function inhabitants(
  namespace: string,
  { connection }: StepContext,
): Promise<string[]> {
  const lists = await Promise.all(
    KINDS_OF_OTHERS.map(async resource => {
      const { items } = await requestJson(
        connection,
        `/api/v1/namespaces/${namespace}/${resource}?limit=50`,
        listSchema,
      );
      return items
        .filter(({ metadata }) => !metadata.deletionTimestamp)
        .map(({ metadata }) => `${resource}/${metadata.name}`);
    }),
  );
  return lists.flat().slice(0, 5);
}

function refOf(name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'Namespace', name };
}
