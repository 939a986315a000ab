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
  objectRefSchema,
  type ObjectRef,
} from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import type { Manifests } from '../../../manifests/model';
import type { StepContext, StepExecutor } from '../../../operations/model';

const paramsSchema = z.object({ objects: z.array(objectRefSchema).min(1) });
type Params = z.output<typeof paramsSchema>;

/** Removes single objects that an uninstall leaves behind; the plan named each of them. */
export class RemoveObjectsStep implements StepExecutor<Params> {
  readonly type = 'remove-objects';
  readonly params: z.ZodType<Params> = paramsSchema;
  readonly #manifests: Manifests;

  constructor(options: { manifests: Manifests }) {
    this.#manifests = options.manifests;
  }

  async check(params: Params, context: StepContext) {
    const there = await this.#present(params, context);
    return there.length === 0
      ? { state: 'done' as const, detail: 'None of the objects is there' }
      : {
          state: 'todo' as const,
          detail: `${there.length} of ${params.objects.length} objects are there`,
        };
  }

  async run(params: Params, context: StepContext) {
    const there = await this.#present(params, context);
    for (const ref of there) {
      context.signal.throwIfAborted();
      await this.#manifests.delete(context.connection, ref, {
        signal: context.signal,
      });
      context.log('info', `Removed ${ref.kind} "${ref.name}"`);
    }
    return { detail: `${there.length} objects are removed` };
  }

  async #present({ objects }: Params, { connection, signal }: StepContext) {
    const found = await Promise.all(
      objects.map(async ref =>
        (await this.#manifests.get(connection, ref, { signal }))
          ? ref
          : undefined,
      ),
    );
    return found.filter((ref): ref is ObjectRef => ref !== undefined);
  }
}
