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

import { kindId, type KindId } from '@meshplane/meshes';
import { z } from 'zod';
import { byVersionPriority } from '../kinds';
import { ProtocolError } from './errors';
import { readJson, type RequestContext } from './request';

/** Where a kind is served, in the version that the API server prefers. */
export interface ServedKind {
  group: string;
  version: string;
  kind: string;
  resource: string;
  namespaced: boolean;
}

const AGGREGATED = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

const aggregatedSchema = z.looseObject({
  kind: z.literal('APIGroupDiscoveryList'),
  items: z
    .array(
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
                  responseKind: z.looseObject({ kind: z.string() }).optional(),
                }),
              )
              .nullish(),
          }),
        ),
      }),
    )
    .nullish(),
});

const groupsSchema = z.looseObject({
  kind: z.literal('APIGroupList'),
  groups: z.array(
    z.looseObject({
      name: z.string(),
      versions: z.array(z.looseObject({ version: z.string() })),
      preferredVersion: z.looseObject({ version: z.string() }).optional(),
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
      }),
    )
    .nullish(),
});

/** Limits of one discovery request. */
export interface DiscoveryLimits {
  timeoutMs: number;
  maxBytes: number;
}

/**
 * Asks the API server what it serves: in one aggregated document where it can, else group by group.
 *
 * @param includesGroup - groups that are looked into
 */
export async function discoverGroups(
  context: RequestContext,
  limits: DiscoveryLimits,
  includesGroup: (group: string) => boolean,
): Promise<Map<KindId, ServedKind>> {
  const { value } = await readJson(context, '/apis', {
    accept: AGGREGATED,
    ...limits,
  });
  const served = new Map<KindId, ServedKind>();
  const aggregated = aggregatedSchema.safeParse(value);
  if (aggregated.success) {
    for (const { metadata, versions } of aggregated.data.items ?? []) {
      const group = metadata?.name ?? '';
      if (!includesGroup(group)) continue;
      // In the order of the server's preference: the first version that has a kind wins.
      for (const { version, resources } of versions) {
        for (const { resource, scope, responseKind } of resources ?? []) {
          if (!responseKind) continue;
          addFirst(served, {
            group,
            version,
            kind: responseKind.kind,
            resource,
            namespaced: scope === 'Namespaced',
          });
        }
      }
    }
    return served;
  }
  const groups = groupsSchema.safeParse(value);
  if (!groups.success) {
    throw new ProtocolError(
      'The answer to "/apis" is not a list of API groups',
    );
  }
  for (const { name, versions, preferredVersion } of groups.data.groups) {
    if (!includesGroup(name)) continue;
    const order = versions
      .map(({ version }) => version)
      .sort(byVersionPriority)
      .sort(
        (a, b) =>
          Number(b === preferredVersion?.version) -
          Number(a === preferredVersion?.version),
      );
    for (const version of order) {
      await addGroupVersion(context, limits, name, version, served);
    }
  }
  return served;
}

async function addGroupVersion(
  context: RequestContext,
  limits: DiscoveryLimits,
  group: string,
  version: string,
  served: Map<KindId, ServedKind>,
): Promise<void> {
  const path = `/apis/${group}/${version}`;
  const { value } = await readJson(context, path, {
    accept: 'application/json',
    ...limits,
  });
  const list = resourcesSchema.safeParse(value);
  if (!list.success) {
    throw new ProtocolError(`The answer to "${path}" is not a resource list`);
  }
  for (const { name, kind, namespaced } of list.data.resources ?? []) {
    // Subresources, such as `deployments/scale`.
    if (name.includes('/')) continue;
    addFirst(served, { group, version, kind, resource: name, namespaced });
  }
}

function addFirst(served: Map<KindId, ServedKind>, one: ServedKind): void {
  const id = kindId(one.group, one.kind);
  if (!served.has(id)) served.set(id, one);
}
