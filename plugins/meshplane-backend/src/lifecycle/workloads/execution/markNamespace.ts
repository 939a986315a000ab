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

import { ConflictError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import type {
  StepContext,
  StepExecutor,
  StepOutcome,
} from '../../../operations/model';
import { KubeClient } from '../kube/KubeClient';
import { namespacePath } from '../kube/paths';
import { namespaceSchema, type LiveNamespace } from '../kube/shapes';
import {
  isEmpty,
  marksInWords,
  marksSchema,
  marksToRestore,
  missingMarks,
  valuesBefore,
  type Marks,
} from '../marks/marks';
import { systemPause, type Pause } from './waiting';

/** Type of the step that labels and annotates a namespace. */
export const MARK_NAMESPACE = 'mark-namespace';

/**
 * API servers match webhooks, and injectors read namespaces, from caches that are a moment behind: a pod that is made
 * right after the mark comes up without a proxy.
 */
export const SETTLE_SECONDS = 3;

const paramsSchema = z.object({
  namespace: z.string(),
  marks: marksSchema,
  /** Time that passes before the next step may make pods. */
  settleSeconds: z.number().min(0).max(60).default(SETTLE_SECONDS),
});
type Params = z.output<typeof paramsSchema>;

const recordSchema = z.object({ before: marksSchema });

const MAX_ATTEMPTS = 5;

/** Labels and annotates a namespace, remembers what was there, and can put it back. */
export class MarkNamespaceExecutor implements StepExecutor<Params> {
  readonly type = MARK_NAMESPACE;
  readonly params = paramsSchema as z.ZodType<Params>;
  readonly #pause: Pause;

  constructor(options: { pause?: Pause } = {}) {
    this.#pause = options.pause ?? systemPause;
  }

  async check({ namespace, marks }: Params, context: StepContext) {
    const found = await readNamespace(clientOf(context), namespace);
    if (!found) {
      return {
        state: 'blocked' as const,
        detail: `Namespace "${namespace}" does not exist any more`,
      };
    }
    const missing = missingMarks(found.metadata, marks);
    return isEmpty(missing)
      ? {
          state: 'done' as const,
          detail: `Namespace "${namespace}" has ${inWords(marks)}`,
        }
      : {
          state: 'todo' as const,
          detail: `Namespace "${namespace}" still needs ${inWords(missing)}`,
        };
  }

  async run(
    { namespace, marks, settleSeconds }: Params,
    context: StepContext,
  ): Promise<StepOutcome> {
    const client = clientOf(context);
    const found = await requireNamespace(client, namespace);
    if (!recordSchema.safeParse(context.recorded).success) {
      await context.record({ before: valuesBefore(found.metadata, marks) });
    }
    await writeMarks(client, namespace, current =>
      missingMarks(current.metadata, marks),
    );
    for (const text of marksInWords(marks)) {
      context.log('info', `Namespace "${namespace}": ${text}`);
    }
    if (settleSeconds > 0) {
      await this.#pause(settleSeconds * 1000, context.signal);
    }
    return { detail: `Namespace "${namespace}" has ${inWords(marks)}` };
  }

  async undo(
    { namespace, marks }: Params,
    context: StepContext,
  ): Promise<StepOutcome> {
    const recorded = recordSchema.safeParse(context.recorded);
    if (!recorded.success) {
      return { detail: `Namespace "${namespace}" was not changed` };
    }
    return restoreNamespaceMarks(
      { namespace, set: marks, before: recorded.data.before },
      context,
    );
  }
}

/** Puts the marks of a namespace back; keys that somebody has changed since are left alone and reported. */
export async function restoreNamespaceMarks(
  change: { namespace: string; set: Marks; before: Marks },
  context: StepContext,
): Promise<{ detail: string }> {
  const { namespace, set, before } = change;
  const client = clientOf(context);
  if (!(await readNamespace(client, namespace))) {
    return { detail: `Namespace "${namespace}" does not exist any more` };
  }
  const skipped = new Set<string>();
  await writeMarks(client, namespace, current => {
    const { restore, changedSince } = marksToRestore(
      current.metadata,
      set,
      before,
    );
    for (const key of changedSince) skipped.add(key);
    return restore;
  });
  for (const key of skipped) {
    context.log(
      'warn',
      `Namespace "${namespace}": "${key}" was changed by somebody since and is left as it is`,
    );
  }
  return { detail: `Namespace "${namespace}" has ${inWords(before)} again` };
}

async function writeMarks(
  client: KubeClient,
  namespace: string,
  change: (current: LiveNamespace) => Marks,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const current = await requireNamespace(client, namespace);
    const marks = change(current);
    if (isEmpty(marks)) return;
    try {
      await client.mergePatch(
        namespacePath(namespace),
        {
          metadata: {
            ...marks,
            // Refused if somebody writes in between: what was read must be what is replaced.
            resourceVersion: current.metadata.resourceVersion,
          },
        },
        namespaceSchema,
      );
      return;
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === MAX_ATTEMPTS) {
        throw error;
      }
    }
  }
}

function clientOf({ connection, signal }: StepContext): KubeClient {
  return new KubeClient(connection, signal);
}

function readNamespace(client: KubeClient, name: string) {
  return client.get(namespacePath(name), namespaceSchema);
}

async function requireNamespace(client: KubeClient, name: string) {
  const found = await readNamespace(client, name);
  if (!found) throw new NotFoundError(`There is no namespace "${name}"`);
  return found;
}

function inWords(marks: Marks): string {
  return marksInWords(marks).join(', ') || 'all its marks';
}
