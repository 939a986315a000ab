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

import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { forEachBounded } from './bounded';
import type { KubeObject } from './documents';
import type { KubeApi } from './kube-api';

const POLL_INTERVAL_MS = 250;

const crdSchema = z.looseObject({
  status: z
    .looseObject({
      conditions: z
        .array(
          z.looseObject({
            type: z.string(),
            status: z.string(),
            message: z.string().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

const count = z.number().default(0);
const workloadSchema = z.looseObject({
  metadata: z.looseObject({ generation: z.number() }),
  spec: z.looseObject({ replicas: z.number().optional() }),
  status: z
    .looseObject({
      observedGeneration: count,
      updatedReplicas: count,
      availableReplicas: count,
      currentNumberScheduled: count,
      desiredNumberScheduled: count,
      numberAvailable: count,
    })
    .prefault({}),
});

type Progress = { done: boolean; detail: string };
export type Awaited = 'created' | 'available';

/** Whether a Deployment, StatefulSet or DaemonSet has its pods created, or available. */
function workloadProgress(
  kind: string,
  body: unknown,
  awaited: Awaited,
): Progress {
  const { metadata, spec, status } = workloadSchema.parse(body);
  const wanted =
    kind === 'DaemonSet' ? status.desiredNumberScheduled : spec.replicas ?? 1;
  const reached = {
    created:
      kind === 'DaemonSet'
        ? status.currentNumberScheduled
        : status.updatedReplicas,
    available:
      kind === 'DaemonSet' ? status.numberAvailable : status.availableReplicas,
  }[awaited];
  return {
    done: status.observedGeneration >= metadata.generation && reached >= wanted,
    detail: `${reached} of ${wanted} pods ${awaited}`,
  };
}

function crdProgress(body: unknown): Progress {
  const conditions = crdSchema.parse(body).status?.conditions ?? [];
  const refused = conditions.find(
    ({ type, status }) => type === 'NamesAccepted' && status === 'False',
  );
  if (refused) {
    throw new Error(`its names were refused: ${refused.message}`);
  }
  return {
    done: conditions.some(
      ({ type, status }) => type === 'Established' && status === 'True',
    ),
    detail: 'not established',
  };
}

/** What to watch while waiting. */
export type WaitOptions = {
  timeoutMs: number;
  concurrency: number;
  onDone?: (done: number, total: number) => void;
};

async function waitForAll(
  api: KubeApi,
  objects: KubeObject[],
  check: (object: KubeObject, body: unknown) => Progress,
  options: WaitOptions,
): Promise<void> {
  const deadline = performance.now() + options.timeoutMs;
  let done = 0;
  await forEachBounded(objects, options.concurrency, async object => {
    const { kind, metadata } = object;
    const path = await api.pathOf(object);
    for (;;) {
      let progress: Progress;
      try {
        progress = check(object, await api.get(path));
      } catch (error) {
        throw new Error(
          `Waiting for ${kind} "${metadata.name}" failed: ${
            (error as Error).message
          }`,
          { cause: error },
        );
      }
      if (progress.done) {
        done += 1;
        options.onDone?.(done, objects.length);
        return;
      }
      if (performance.now() > deadline) {
        throw new Error(
          `${kind} "${metadata.namespace ? `${metadata.namespace}/` : ''}${
            metadata.name
          }" is not ready after ${Math.round(options.timeoutMs / 1000)} s: ${
            progress.detail
          }`,
        );
      }
      await pause(POLL_INTERVAL_MS);
    }
  });
}

/** Waits until every CustomResourceDefinition is served. */
export function waitForCrds(
  api: KubeApi,
  crds: KubeObject[],
  options: WaitOptions,
) {
  return waitForAll(api, crds, (_, body) => crdProgress(body), options);
}

const REPLICATED = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Waits until the pods of every Deployment, StatefulSet and DaemonSet among the objects are created or available. */
export function waitForWorkloads(
  api: KubeApi,
  objects: KubeObject[],
  awaited: Awaited,
  options: WaitOptions,
) {
  return waitForAll(
    api,
    objects.filter(({ kind }) => REPLICATED.has(kind)),
    ({ kind }, body) => workloadProgress(kind, body, awaited),
    options,
  );
}
