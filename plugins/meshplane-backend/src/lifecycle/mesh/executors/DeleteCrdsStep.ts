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
import type { Manifests } from '../../../manifests/model';
import type { StepContext, StepExecutor } from '../../../operations/model';
import { countInstances } from '../cluster/countInstances';

const paramsSchema = z.object({
  /** Names of CRDs, such as `virtualservices.networking.istio.io`. */
  names: z.array(z.string()).min(1),
});
type Params = z.output<typeof paramsSchema>;

/** Removes CRDs and, with them, every object of their kinds: the plan lists both. */
export class DeleteCrdsStep implements StepExecutor<Params> {
  readonly type = 'delete-crds';
  readonly params: z.ZodType<Params> = paramsSchema;
  readonly #manifests: Manifests;

  constructor(options: { manifests: Manifests }) {
    this.#manifests = options.manifests;
  }

  async check(params: Params, context: StepContext) {
    const there = await this.#present(params, context);
    return there.length === 0
      ? { state: 'done' as const, detail: 'None of the CRDs is there' }
      : {
          state: 'todo' as const,
          detail: `${there.length} of ${params.names.length} CRDs are there`,
        };
  }

  async run(params: Params, context: StepContext) {
    const there = await this.#present(params, context);
    let objects = 0;
    for (const [index, crd] of there.entries()) {
      context.signal.throwIfAborted();
      const instances = await countInstances(
        context.connection,
        crd,
        context.signal,
      );
      objects += instances;
      context.log(
        'info',
        `Removing CRD "${crd.metadata.name}" and ${instances} objects`,
      );
      await this.#manifests.delete(
        context.connection,
        refOf(crd.metadata.name),
        { propagation: 'Foreground', signal: context.signal },
      );
      context.progress((100 * (index + 1)) / there.length);
    }
    return {
      detail: `${there.length} CRDs and ${objects} objects are removed`,
    };
  }

  async #present({ names }: Params, { connection, signal }: StepContext) {
    const found = await Promise.all(
      names.map(name =>
        this.#manifests.get(connection, refOf(name), { signal }),
      ),
    );
    return found.filter(crd => crd !== undefined);
  }
}

function refOf(name: string): ObjectRef {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name,
  };
}
