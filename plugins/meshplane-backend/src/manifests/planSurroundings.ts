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

import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { hasStatus, kubeJson } from './kubeJson';
import type { DiffOptions, KubeObject } from './model';
import { groupOf } from './refs';
import { kindKey, type ServedKinds, type ServedResource } from './ServedKinds';

const crdSchema = z.looseObject({
  spec: z.looseObject({
    group: z.string(),
    scope: z.string().optional(),
    names: z.looseObject({ kind: z.string() }),
  }),
});

/** What has to be there before an object can be: its kind and its namespace. */
export interface PlanSurroundings {
  served(object: KubeObject): ServedResource | undefined;
  /** Whether the kind is served, be it in another version. */
  servedInAnyVersion(object: KubeObject): boolean;
  /** Whether the plan brings the kind. */
  kindComes(object: KubeObject): boolean;
  /** Whether the plan brings it as a cluster-wide kind. */
  comesClusterWide(object: KubeObject): boolean;
  /** Why there can be no dry run in this namespace; undefined when it is there. */
  missingNamespace(namespace: string): string | undefined;
}

/** Finds out, once for a plan, which kinds and namespaces are there and which ones it brings. */
export async function surroundingsOf(
  connection: ClusterConnection,
  kinds: ServedKinds,
  objects: readonly KubeObject[],
  options: DiffOptions,
): Promise<PlanSurroundings> {
  const { signal, previous = [], madeBefore, defaultNamespace } = options;
  let all = await kinds.all(connection, { signal });
  const served = ({ apiVersion, kind }: KubeObject) =>
    all.get(kindKey(apiVersion, kind));
  const coming = new Map<string, boolean>(
    (madeBefore?.kinds ?? []).map(kind => [kind, false]),
  );
  for (const object of objects) {
    if (object.kind !== 'CustomResourceDefinition') continue;
    const { data } = crdSchema.safeParse(object);
    if (data) {
      const { names, group, scope } = data.spec;
      coming.set(`${names.kind}.${group}`, scope === 'Cluster');
    }
  }
  const nameOf = ({ apiVersion, kind }: KubeObject) =>
    `${kind}.${groupOf(apiVersion)}`;
  if (objects.some(one => !served(one) && !coming.has(nameOf(one)))) {
    // Perhaps it has just come.
    all = await kinds.all(connection, { signal, fresh: true });
  }
  const anyVersion = new Set(
    [...all.values()].map(
      ({ groupVersion, kind }) => `${kind}.${groupOf(groupVersion)}`,
    ),
  );
  const made = new Set([
    ...(madeBefore?.namespaces ?? []),
    ...objects
      .filter(
        ({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1',
      )
      .map(({ metadata }) => metadata.name),
  ]);
  const used = new Set<string>();
  for (const object of [...objects, ...previous]) {
    if (served(object)?.namespaced) {
      used.add(object.metadata.namespace || defaultNamespace || 'default');
    }
  }
  const missing = new Map<string, string>();
  await Promise.all(
    [...used].map(async namespace => {
      if (!(await isMissing(connection, namespace, signal))) return;
      missing.set(
        namespace,
        made.has(namespace)
          ? `Namespace "${namespace}" does not exist yet: the plan makes it, so no dry run was possible`
          : `Namespace "${namespace}" does not exist, so no dry run was possible`,
      );
    }),
  );
  return {
    served,
    servedInAnyVersion: object => anyVersion.has(nameOf(object)),
    kindComes: object => coming.has(nameOf(object)),
    comesClusterWide: object => coming.get(nameOf(object)) ?? false,
    missingNamespace: namespace => missing.get(namespace),
  };
}

async function isMissing(
  connection: ClusterConnection,
  namespace: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await kubeJson(
      connection,
      `/api/v1/namespaces/${encodeURIComponent(namespace)}`,
      { signal },
    );
    return false;
  } catch (error) {
    if (hasStatus(error, 404)) return true;
    // Who may not read namespaces learns it from the dry run.
    if (hasStatus(error, 403)) return false;
    throw error;
  }
}
