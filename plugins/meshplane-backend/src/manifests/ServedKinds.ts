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
import { kubeJson } from './kubeJson';

/** Where objects of a kind are, in one version. */
export interface ServedResource {
  /** `v1`, `apps/v1`. */
  readonly groupVersion: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
/** Kinds come with CRDs and go with them; a plan looks again when it misses one. */
const FRESH_MS = 15_000;

const aggregatedSchema = z.looseObject({
  kind: z.literal('APIGroupDiscoveryList'),
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string().optional() }).optional(),
      versions: z.array(
        z.looseObject({
          version: z.string(),
          resources: z
            .array(
              z.looseObject({
                resource: z.string(),
                scope: z.string(),
                verbs: z.array(z.string()).nullish(),
                responseKind: z.looseObject({ kind: z.string() }).nullish(),
              }),
            )
            .nullish(),
        }),
      ),
    }),
  ),
});

const groupsSchema = z.looseObject({
  groups: z.array(
    z.looseObject({
      versions: z.array(z.looseObject({ groupVersion: z.string() })),
    }),
  ),
});

const resourcesSchema = z.looseObject({
  resources: z
    .array(
      z.looseObject({
        name: z.string(),
        kind: z.string(),
        namespaced: z.boolean(),
        verbs: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});

/** What API servers serve, in every version; remembered per connection for some seconds. */
export class ServedKinds {
  readonly #now: () => number;
  readonly #known = new WeakMap<
    ClusterConnection,
    { at: number; kinds: Promise<ReadonlyMap<string, ServedResource>> }
  >();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * All kinds, keyed by `<groupVersion>/<Kind>`.
   *
   * @param fresh - ask again, whatever is remembered
   */
  async all(
    connection: ClusterConnection,
    options: { signal?: AbortSignal; fresh?: boolean } = {},
  ): Promise<ReadonlyMap<string, ServedResource>> {
    options.signal?.throwIfAborted();
    const known = this.#known.get(connection);
    if (known && !options.fresh && this.#now() - known.at < FRESH_MS) {
      return known.kinds;
    }
    // Shared by all who ask meanwhile: not ended by the signal of one of them.
    const kinds = discover(connection);
    this.#known.set(connection, { at: this.#now(), kinds });
    kinds.catch(() => this.#known.delete(connection));
    return kinds;
  }

  /** One kind, looked for again if it is not among what is remembered. */
  async find(
    connection: ClusterConnection,
    apiVersion: string,
    kind: string,
    signal?: AbortSignal,
  ): Promise<ServedResource | undefined> {
    const key = kindKey(apiVersion, kind);
    const before = this.#known.get(connection);
    const found = (await this.all(connection, { signal })).get(key);
    if (found || this.#known.get(connection) !== before) return found;
    return (await this.all(connection, { signal, fresh: true })).get(key);
  }
}

export function kindKey(apiVersion: string, kind: string): string {
  return `${apiVersion}/${kind}`;
}

async function discover(
  connection: ClusterConnection,
): Promise<ReadonlyMap<string, ServedResource>> {
  const kinds = new Map<string, ServedResource>();
  const add = (resource: ServedResource) => {
    const key = kindKey(resource.groupVersion, resource.kind);
    if (!resource.resource.includes('/') && !kinds.has(key)) {
      kinds.set(key, resource);
    }
  };
  await Promise.all(
    ['/api', '/apis'].map(async path => {
      const { value } = await kubeJson(connection, path, {
        accept: `${AGGREGATED},application/json`,
      });
      const aggregated = aggregatedSchema.safeParse(value);
      if (aggregated.success) {
        for (const { metadata, versions } of aggregated.data.items) {
          const group = metadata?.name ? `${metadata.name}/` : '';
          for (const { version, resources } of versions) {
            for (const one of resources ?? []) {
              if (!one.responseKind) continue;
              add({
                groupVersion: `${group}${version}`,
                kind: one.responseKind.kind,
                resource: one.resource,
                namespaced: one.scope === 'Namespaced',
                verbs: one.verbs ?? [],
              });
            }
          }
        }
        return;
      }
      const groupVersions =
        path === '/api'
          ? ['v1']
          : groupsSchema
              .parse(value)
              .groups.flatMap(({ versions }) =>
                versions.map(({ groupVersion }) => groupVersion),
              );
      await Promise.all(
        groupVersions.map(async groupVersion => {
          // One aggregated API that is down must not hide all the others.
          const answer = await kubeJson(
            connection,
            `${path}/${groupVersion}`,
          ).catch(() => undefined);
          const list = resourcesSchema.safeParse(answer?.value);
          for (const one of (list.success && list.data.resources) || []) {
            add({
              groupVersion,
              kind: one.kind,
              resource: one.name,
              namespaced: one.namespaced,
              verbs: one.verbs ?? [],
            });
          }
        }),
      );
    }),
  );
  return kinds;
}
