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

import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { requestJson } from '../../../clusters/connections/requestJson';
import type { KubeObject } from '../../../manifests/model';

const TIMEOUT_MS = 60_000;
const INTERVAL_MS = 200;

const crdSchema = z.object({
  status: z
    .object({
      conditions: z
        .array(z.object({ type: z.string(), status: z.string() }))
        // A CRD that was made this moment has none.
        .nullish(),
    })
    .optional(),
});

/**
 * Waits until the API server serves the CRDs among the objects.
 *
 * @throws ServiceUnavailableError naming those that it does not after a minute
 */
export async function untilEstablished(
  connection: ClusterConnection,
  objects: readonly KubeObject[],
  signal: AbortSignal,
): Promise<void> {
  const names = objects
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .map(({ metadata }) => metadata.name);
  const deadline = Date.now() + TIMEOUT_MS;
  let open = names;
  for (;;) {
    const states = await Promise.all(
      open.map(name => established(connection, name, signal)),
    );
    open = open.filter((_, index) => !states[index]);
    if (open.length === 0) return;
    if (Date.now() > deadline)
      throw new ServiceUnavailableError(
        `The API server does not serve these CRDs after ${
          TIMEOUT_MS / 1000
        } seconds: ${open.join(', ')}`,
      );
    await wait(INTERVAL_MS, undefined, { signal });
  }
}

async function established(
  connection: ClusterConnection,
  name: string,
  signal: AbortSignal,
) {
  const crd = await requestJson(
    connection,
    `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`,
    crdSchema,
    { signal },
  );
  return crd.status?.conditions?.some(
    ({ type, status }) => type === 'Established' && status === 'True',
  );
}
