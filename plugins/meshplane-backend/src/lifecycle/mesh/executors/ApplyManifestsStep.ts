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
import type { KubeObject, Manifests } from '../../../manifests/model';
import type { StepContext, StepExecutor } from '../../../operations/model';
import { countInstances } from '../cluster/countInstances';
import { untilEstablished } from '../cluster/untilEstablished';
import {
  manifestSourceSchema,
  type ManifestSources,
} from '../sources/ManifestSources';

const paramsSchema = z.object({
  source: manifestSourceSchema,
  /** For namespaced objects that name none. */
  namespace: z.string().optional(),
  /**
   * Field managers whose fields are taken over: a person saw them in the plan. Others stop the step.
   */
  takeFrom: z.array(z.string()).default([]),
});
type Params = z.output<typeof paramsSchema>;

const recordSchema = z.object({ created: z.array(objectRefSchema) });

/** Applies objects that Helm does not keep: CRD bundles above all. */
export class ApplyManifestsStep implements StepExecutor<Params> {
  readonly type = 'apply-manifests';
  readonly params: z.ZodType<Params> = paramsSchema;
  readonly #manifests: Manifests;
  readonly #sources: ManifestSources;

  constructor(options: { manifests: Manifests; sources: ManifestSources }) {
    this.#manifests = options.manifests;
    this.#sources = options.sources;
  }

  async check(params: Params, context: StepContext) {
    const diffs = await this.#diff(params, context);
    const open = diffs.filter(({ action }) => action !== 'unchanged');
    return open.length === 0
      ? {
          state: 'done' as const,
          detail: `All ${diffs.length} objects are as they should be`,
        }
      : {
          state: 'todo' as const,
          detail: `${open.length} of ${diffs.length} objects differ`,
        };
  }

  async run(params: Params, context: StepContext) {
    const diffs = await this.#diff(params, context);
    const created = context.recorded
      ? recordSchema.parse(context.recorded).created
      : diffs.filter(d => d.action === 'create').map(d => d.ref);
    await context.record({ created });
    const objects = await this.#objects(params, context);
    let applied = 0;
    for (const [index, object] of objects.entries()) {
      context.signal.throwIfAborted();
      const diff = diffs[index];
      if (diff.action !== 'unchanged') {
        const owners = diff.conflicts.map(text => text.split(':')[0]);
        const { action, ref } = await this.#manifests.apply(
          context.connection,
          object,
          {
            defaultNamespace: params.namespace,
            force:
              owners.length > 0 &&
              owners.every(owner => params.takeFrom.includes(owner)),
            signal: context.signal,
          },
        );
        context.log('info', `${action} ${ref.kind} "${ref.name}"`);
        applied += 1;
      }
      context.progress((90 * (index + 1)) / objects.length);
    }
    await untilEstablished(context.connection, objects, context.signal);
    return {
      detail: `${applied} of ${objects.length} objects were applied`,
    };
  }

  async undo(_params: Params, context: StepContext) {
    const { created } = recordSchema.parse(context.recorded ?? { created: [] });
    let removed = 0;
    const kept: string[] = [];
    for (const ref of [...created].reverse()) {
      context.signal.throwIfAborted();
      const instances = await this.#instances(ref, context);
      if (instances > 0) {
        kept.push(`${ref.name} (${instances} objects)`);
        continue;
      }
      if (await this.#manifests.delete(context.connection, ref)) removed += 1;
    }
    if (kept.length > 0)
      context.log(
        'warn',
        `Kept, because objects of theirs exist: ${kept.join(', ')}`,
      );
    return {
      detail: `${removed} objects that this step had made are removed; what it had changed stays as it is`,
    };
  }

  async #instances(ref: ObjectRef, context: StepContext) {
    if (ref.kind !== 'CustomResourceDefinition') return 0;
    const crd = await this.#manifests.get(context.connection, ref);
    return crd ? countInstances(context.connection, crd, context.signal) : 0;
  }

  async #objects(
    params: Params,
    { signal, cluster }: StepContext,
  ): Promise<KubeObject[]> {
    const rendered = await this.#sources.load(params.source, {
      signal,
      kubeVersion: cluster.health.kubernetesVersion,
    });
    return rendered
      .filter(({ hooks }) => hooks.length === 0)
      .map(({ object }) => object);
  }

  async #diff(params: Params, context: StepContext) {
    return this.#manifests.diff(
      context.connection,
      await this.#objects(params, context),
      { defaultNamespace: params.namespace, signal: context.signal },
    );
  }
}
