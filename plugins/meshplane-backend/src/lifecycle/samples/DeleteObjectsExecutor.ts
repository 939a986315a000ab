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
import type { KubeObject, Manifests } from '../../manifests/model';
import { withoutNoise } from '../../manifests/noise';
import type {
  StepCheck,
  StepContext,
  StepExecutor,
  StepOutcome,
} from '../../operations/model';
import {
  pollUntil,
  systemPause,
  type Pause,
} from '../workloads/execution/waiting';
import { KubeClient } from '../workloads/kube/KubeClient';
import { belongsTo, foreignObjects, titleOf } from './ownObjects';

/** Type of the step that removes the objects of a sample. */
export const DELETE_SAMPLE = 'delete-sample-objects';

const paramsSchema = z.object({
  sample: z.string(),
  /** In the order in which they go. */
  objects: z.array(objectRefSchema),
  /** Namespace that was made for the sample and goes with it. */
  namespace: z.string().optional(),
  timeoutSeconds: z.number().min(1),
});
type Params = z.output<typeof paramsSchema>;

const recordSchema = z.object({
  removed: z.array(z.record(z.string(), z.unknown())),
});

type Access = Pick<Manifests, 'get' | 'apply' | 'delete'>;

/** Removes what belongs to a sample and nothing else, and can make it again. */
export class DeleteObjectsExecutor implements StepExecutor<Params> {
  readonly type = DELETE_SAMPLE;
  readonly params = paramsSchema as z.ZodType<Params>;
  readonly #manifests: Access;
  readonly #pause: Pause;

  constructor(options: { manifests: Access; pause?: Pause }) {
    this.#manifests = options.manifests;
    this.#pause = options.pause ?? systemPause;
  }

  async check(params: Params, context: StepContext): Promise<StepCheck> {
    const left = await this.#present(refsOf(params), context);
    const ours = left.filter(one => belongsTo(params.sample, one));
    return ours.length === 0
      ? { state: 'done', detail: 'Nothing of the sample is left' }
      : { state: 'todo', detail: `${ours.length} objects are left` };
  }

  async run(params: Params, context: StepContext): Promise<StepOutcome> {
    const { sample, objects, namespace, timeoutSeconds } = params;
    const { connection, signal } = context;
    const removed = recordSchema.safeParse(context.recorded);
    const kept: Record<string, unknown>[] = removed.success
      ? removed.data.removed
      : [];
    const present = await this.#present(refsOf(params), context);
    const ours = present.filter(one => belongsTo(sample, one));
    if (!removed.success) {
      await context.record({ removed: [...kept, ...ours.map(withoutNoise)] });
    }
    for (const ref of objects) {
      const found = ours.find(one => isSame(one, ref));
      if (!found) {
        if (present.some(one => isSame(one, ref))) {
          context.log(
            'warn',
            `${titleOf(ref)} does not carry the label of the sample and stays`,
          );
        }
        continue;
      }
      await this.#manifests.delete(connection, ref, {
        uid: found.metadata.uid as string | undefined,
        signal,
      });
      context.log('info', `${titleOf(ref)} is removed`);
    }
    const gone = await pollUntil(
      async () =>
        (
          await this.#present(objects, context)
        ).filter(one => belongsTo(sample, one)),
      left => left.length === 0,
      this.#limits(timeoutSeconds, context),
    );
    if (!gone.inTime) {
      throw new Error(
        `${gone.value.length} objects are still there after ${timeoutSeconds} s, the first is ${gone.value[0].kind} "${gone.value[0].metadata.name}": look at its finalizers`,
      );
    }
    const also =
      namespace === undefined
        ? ''
        : await this.#removeNamespace(namespace, params, context);
    return { detail: `${ours.length} objects are removed${also}` };
  }

  async undo(params: Params, context: StepContext): Promise<StepOutcome> {
    const recorded = recordSchema.safeParse(context.recorded);
    if (!recorded.success) return { detail: 'Nothing was removed' };
    const objects = (recorded.data.removed as unknown as KubeObject[]).sort(
      // A namespace has to be there before what is in it.
      (a, b) => Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace'),
    );
    for (const object of objects) {
      await this.#manifests.apply(context.connection, object, {
        signal: context.signal,
      });
    }
    return {
      detail: `${objects.length} objects of "${params.sample}" are made again`,
    };
  }

  async #removeNamespace(
    namespace: string,
    { sample, timeoutSeconds }: Params,
    context: StepContext,
  ): Promise<string> {
    const { connection, signal } = context;
    const ref: ObjectRef = {
      apiVersion: 'v1',
      kind: 'Namespace',
      name: namespace,
    };
    const [found] = await this.#present([ref], context);
    if (!found || !belongsTo(sample, found)) return '';
    const foreign = await foreignObjects(
      new KubeClient(connection, signal),
      namespace,
      sample,
    );
    if (foreign.length > 0) {
      context.log(
        'warn',
        `Namespace "${namespace}" stays, for others are in it: ${foreign.join(
          ', ',
        )}`,
      );
      return '; the namespace stays, for others are in it';
    }
    await this.#manifests.delete(connection, ref, {
      uid: found.metadata.uid as string | undefined,
      signal,
    });
    const { inTime } = await pollUntil(
      () => this.#present([ref], context),
      left => left.length === 0,
      this.#limits(timeoutSeconds, context),
    );
    if (!inTime) {
      throw new Error(
        `Namespace "${namespace}" is still in state Terminating after ${timeoutSeconds} s: see its conditions for what holds it`,
      );
    }
    return ', and the namespace';
  }

  #limits(timeoutSeconds: number, context: StepContext) {
    return {
      timeoutMs: timeoutSeconds * 1000,
      signal: context.signal,
      pause: this.#pause,
      now: () => context.now(),
    };
  }

  async #present(
    refs: readonly ObjectRef[],
    { connection, signal }: StepContext,
  ): Promise<KubeObject[]> {
    const found = await Promise.all(
      refs.map(ref => this.#manifests.get(connection, ref, { signal })),
    );
    return found.filter(object => object !== undefined);
  }
}

function refsOf({ objects, namespace }: Params): ObjectRef[] {
  return namespace === undefined
    ? objects
    : [...objects, { apiVersion: 'v1', kind: 'Namespace', name: namespace }];
}

function isSame({ kind, metadata }: KubeObject, ref: ObjectRef): boolean {
  return (
    kind === ref.kind &&
    metadata.name === ref.name &&
    metadata.namespace === ref.namespace
  );
}
