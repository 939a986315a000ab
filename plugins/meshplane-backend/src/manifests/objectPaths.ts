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

import { NotFoundError } from '@backstage/errors';
import type { ObjectRef } from '@meshplane/plugin-meshplane-common';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import type { ServedKinds, ServedResource } from './ServedKinds';

/** Path of one object of a kind that is served. */
export function objectPath(
  served: ServedResource,
  name: string,
  namespace: string | undefined,
): string {
  const { groupVersion, resource, namespaced } = served;
  const root = groupVersion.includes('/') ? '/apis' : '/api';
  const inside =
    namespaced && namespace
      ? `/namespaces/${encodeURIComponent(namespace)}`
      : '';
  return `${root}/${groupVersion}${inside}/${resource}/${encodeURIComponent(
    name,
  )}`;
}

/** @throws NotFoundError when the cluster does not serve the kind */
export async function findServed(
  kinds: ServedKinds,
  connection: ClusterConnection,
  { apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>,
  signal?: AbortSignal,
): Promise<ServedResource> {
  const served = await kinds.find(connection, apiVersion, kind, signal);
  if (!served) {
    throw new NotFoundError(
      `The cluster does not serve kind "${kind}" of "${apiVersion}"`,
    );
  }
  return served;
}

/** The namespace that counts for an object; undefined for cluster-wide kinds. */
export function namespaceFor(
  served: Pick<ServedResource, 'namespaced'>,
  own: string | null | undefined,
  fallback: string | undefined,
): string | undefined {
  return served.namespaced ? own || fallback || 'default' : undefined;
}
