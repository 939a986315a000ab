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
import { objectRefSchema } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import type { KubeObject, Manifests } from '../../manifests/model';
import type {
  StepCheck,
  StepContext,
  StepExecutor,
  StepOutcome,
} from '../../operations/model';
import { SETTLE_SECONDS } from '../workloads/execution/markNamespace';
import {
  pollUntil,
  systemPause,
  type Pause,
} from '../workloads/execution/waiting';
import { whyNotReady } from '../workloads/execution/whyNotReady';
import { rolloutOf } from '../workloads/facts/rollout';
import { KubeClient } from '../workloads/kube/KubeClient';
import { readWorkload } from '../workloads/kube/readWorkload';
import { WORKLOAD_KINDS, type WorkloadKind } from '../workloads/kube/shapes';
import { belongsTo, refOf, titleOf } from './ownObjects';

/** Type of the step that makes the objects of a sample. */
export const APPLY_OBJECTS = 'apply-objects';

const kubeObjectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

const paramsSchema = z.object({
  sample: z.string(),
  objects: z.array(kubeObjectSchema),
  timeoutSeconds: z.number().min(1),
});
type Params = z.output<typeof paramsSchema>;

const recordSchema = z.object({
  /** Objects that were not there before. */
  made: z.array(objectRefSchema),
  applied: z.boolean(),
});

/** Makes the objects of a sample and waits for its workloads; takes away what it made. */
export class ApplyObjectsExecutor implements StepExecutor<Params> {
  readonly type = APPLY_OBJECTS;
  readonly params = paramsSchema as z.ZodType<Params>;
  readonly #manifests: Pick<Manifests, 'get' | 'apply' | 'delete'>;
  readonly #pause: Pause;

  constructor(options: {
    manifests: Pick<Manifests, 'get' | 'apply' | 'delete'>;
    pause?: Pause;
  }) {
    this.#manifests = options.manifests;
    this.#pause = options.pause ?? systemPause;
  }

  async check({ objects }: Params, context: StepContext): Promise<StepCheck> {
    const recorded = recordSchema.safeParse(context.recorded);
    if (!recorded.success || !recorded.data.applied) {
      return { state: 'todo', detail: 'Not everything is applied' };
    }
    const pending = await pendingWorkloads(objects, context);
    return pending.length === 0
      ? { state: 'done', detail: 'Everything is there and ready' }
      : { state: 'todo', detail: pending[0].detail };
  }

  async run(
    { sample, objects, timeoutSeconds }: Params,
    context: StepContext,
  ): Promise<StepOutcome> {
    const { connection, signal } = context;
    const made = await this.#missing(sample, objects, context);
    await context.record({ made, applied: false });
    for (const [index, object] of objects.entries()) {
      const { action } = await this.#manifests.apply(connection, object, {
        signal,
      });
      const title = titleOf(refOf(object));
      if (action !== 'unchanged') context.log('info', `${title}: ${action}`);
      context.progress((50 * (index + 1)) / objects.length, title);
      if (object.kind === 'Namespace' && action !== 'unchanged') {
        // Injectors have to see its marks before its pods are made.
        await this.#pause(SETTLE_SECONDS * 1000, signal);
      }
    }
    await context.record({ made, applied: true });
    const { value } = await pollUntil(
      () => pendingWorkloads(objects, context),
      pending => pending.length === 0,
      {
        timeoutMs: timeoutSeconds * 1000,
        signal,
        pause: this.#pause,
        now: () => context.now(),
      },
    );
    const [first] = value;
    if (first) {
      const reasons = await whyNotReady(
        new KubeClient(connection, signal),
        first,
      );
      throw new Error(
        [
          `${first.kind} ${first.namespace}/${first.name} is not ready after ${timeoutSeconds} s: ${first.detail}`,
          ...reasons,
        ].join('; '),
      );
    }
    return { detail: `${objects.length} objects are there and ready` };
  }

  async undo({ sample }: Params, context: StepContext): Promise<StepOutcome> {
    const recorded = recordSchema.safeParse(context.recorded);
    if (!recorded.success) return { detail: 'Nothing was made' };
    const { connection, signal } = context;
    let removed = 0;
    for (const ref of [...recorded.data.made].reverse()) {
      const found = await this.#manifests.get(connection, ref, { signal });
      if (!found) continue;
      if (!belongsTo(sample, found)) {
        context.log(
          'warn',
          `${titleOf(ref)} is no part of the sample any more and stays`,
        );
        continue;
      }
      await this.#manifests.delete(connection, ref, { signal });
      removed += 1;
    }
    return { detail: `${removed} objects are removed` };
  }

  /**
   * The objects that are not there yet, with those that an earlier attempt made.
   *
   * @throws ConflictError if one of that name is there and is not part of the sample
   */
  async #missing(
    sample: string,
    objects: readonly KubeObject[],
    context: StepContext,
  ) {
    const recorded = recordSchema.safeParse(context.recorded);
    if (recorded.success) return recorded.data.made;
    const missing = [];
    for (const object of objects) {
      const ref = refOf(object);
      const found = await this.#manifests.get(context.connection, ref, {
        signal: context.signal,
      });
      if (!found) missing.push(ref);
      else if (!belongsTo(sample, found)) {
        throw new ConflictError(
          `${titleOf(
            ref,
          )} exists and is not part of the sample "${sample}": it is left alone`,
        );
      }
    }
    return missing;
  }
}

interface PendingWorkload {
  kind: WorkloadKind;
  namespace: string;
  name: string;
  detail: string;
}

async function pendingWorkloads(
  objects: readonly KubeObject[],
  { connection, signal }: StepContext,
): Promise<PendingWorkload[]> {
  const client = new KubeClient(connection, signal);
  const pending: PendingWorkload[] = [];
  for (const { kind, metadata } of objects) {
    const known = WORKLOAD_KINDS.find(one => one === kind);
    const { name, namespace } = metadata;
    if (!known || namespace === undefined) continue;
    const live = await readWorkload(client, known, namespace, name);
    const rollout = live && rolloutOf(live);
    if (rollout?.state !== 'complete') {
      pending.push({
        kind: known,
        namespace,
        name,
        detail: rollout?.detail ?? 'it is not there',
      });
    }
  }
  return pending;
}
