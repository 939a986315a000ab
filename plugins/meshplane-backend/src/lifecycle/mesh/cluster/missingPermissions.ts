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
import { requestJson } from '../../../clusters/connections/requestJson';
import { concurrently } from '../../../manifests/concurrently';
import type { KubeObject } from '../../../manifests/model';
import {
  kindKey,
  type ServedKinds,
  type ServedResource,
} from '../../../manifests/ServedKinds';
import { rulesIn } from './rulesIn';

const CONCURRENCY = 8;
/** What Helm and server-side apply do with an object. */
const VERBS = ['get', 'create', 'patch', 'delete'] as const;

/** A namespace that nobody has, so that no rules of a namespace are mixed with those of the cluster. */
const NO_NAMESPACE = 'meshplane-rules-of-the-cluster';

const reviewSchema = z.object({
  status: z.object({ allowed: z.boolean() }),
});

/** A verb that the credentials of this plugin lack. */
export interface MissingPermission {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string;
}

/**
 * Asks the API server whether the credentials of the connection may do what the objects need.
 *
 * @param objects - what is to be applied; kinds that are not served yet are asked for by their CRD's group
 * @returns what is missing, sorted
 */
export async function missingPermissions(
  connection: ClusterConnection,
  servedKinds: ServedKinds,
  objects: readonly KubeObject[],
  options: { namespace: string; signal?: AbortSignal },
): Promise<MissingPermission[]> {
  const needed = new Map<string, MissingPermission>();
  const add = (permission: MissingPermission) =>
    needed.set(JSON.stringify(permission), permission);
  // One that is not served is looked for afresh each time: once is enough.
  const kinds = new Map(
    objects.map(one => [kindKey(one.apiVersion, one.kind), one]),
  );
  const found = new Map<string, ServedResource | undefined>();
  for (const [key, { apiVersion, kind }] of kinds) {
    found.set(
      key,
      await servedKinds.find(connection, apiVersion, kind, options.signal),
    );
  }
  for (const object of objects) {
    const served = found.get(kindKey(object.apiVersion, object.kind));
    const slash = object.apiVersion.indexOf('/');
    const group = slash === -1 ? '' : object.apiVersion.slice(0, slash);
    const resource = served?.resource ?? pluralOf(object.kind);
    const namespace =
      served?.namespaced === false
        ? undefined
        : object.metadata.namespace ?? options.namespace;
    for (const verb of VERBS)
      add({ verb, group, resource, ...(namespace && { namespace }) });
  }
  // Helm keeps its records as Secrets.
  for (const verb of ['get', 'list', 'create', 'update', 'delete'])
    add({
      verb,
      group: '',
      resource: 'secrets',
      namespace: options.namespace,
    });
  const open = await notCertain(connection, [...needed.values()], options);
  const allowed = await concurrently(open, CONCURRENCY, permission =>
    review(connection, permission, options.signal),
  );
  return open.filter((_, index) => !allowed[index]);
}

/**
 * Those that the rules of the credentials do not show as allowed: first by the rules of the cluster, which are enough
 * for an administrator, then by those of each namespace.
 */
async function notCertain(
  connection: ClusterConnection,
  needed: readonly MissingPermission[],
  { signal }: { signal?: AbortSignal },
): Promise<MissingPermission[]> {
  const everywhere = await rulesIn(connection, NO_NAMESPACE, signal);
  const open = needed.filter(permission => !everywhere(permission));
  const namespaces = [
    ...new Set(open.flatMap(({ namespace }) => namespace ?? [])),
  ];
  const rules = new Map(
    await concurrently(
      namespaces,
      CONCURRENCY,
      async namespace =>
        [namespace, await rulesIn(connection, namespace, signal)] as const,
    ),
  );
  return open.filter(
    permission =>
      !permission.namespace || !rules.get(permission.namespace)?.(permission),
  );
}

async function review(
  connection: ClusterConnection,
  permission: MissingPermission,
  signal?: AbortSignal,
): Promise<boolean> {
  const { status } = await requestJson(
    connection,
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    reviewSchema,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: permission },
      }),
      signal,
    },
  );
  return status.allowed;
}

/** The usual plural; a wildcard rule allows it whatever it is, and an exact rule would name it so. */
function pluralOf(kind: string) {
  const name = kind.toLowerCase();
  if (/(s|x|z|ch|sh)$/.test(name)) return `${name}es`;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}s`;
}
