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
import { requestJson } from '../clusters/connections/requestJson';

/**
 * The API groups that a cluster serves, with the resources that can be listed. The resources are undefined if the
 * cluster is too old to tell them in one answer (before Kubernetes 1.30).
 */
export type ServedGroups = ReadonlyMap<string, readonly string[] | undefined>;

/** Asks for all groups with their resources; older servers ignore that and answer with the plain list of groups. */
const ACCEPT =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

const discoverySchema = z.object({
  items: z
    .array(
      z.object({
        metadata: z.object({ name: z.string() }),
        versions: z
          .array(
            z.object({
              resources: z
                .array(
                  z.object({
                    resource: z.string(),
                    verbs: z.array(z.string()).nullish(),
                  }),
                )
                .nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .optional(),
  groups: z.array(z.object({ name: z.string() })).optional(),
});

/** Reads the named API groups (not the core group, which is always there). */
export async function readServedGroups(
  connection: ClusterConnection,
  signal: AbortSignal,
): Promise<ServedGroups> {
  const { items, groups } = await requestJson(
    connection,
    '/apis',
    discoverySchema,
    { headers: { accept: ACCEPT }, signal },
  );
  if (items) {
    return new Map(
      items.map(({ metadata, versions }) => {
        const listable = (versions ?? [])
          .flatMap(({ resources }) => resources ?? [])
          .filter(({ verbs }) => verbs?.includes('list'))
          .map(({ resource }) => resource);
        return [metadata.name, [...new Set(listable)]];
      }),
    );
  }
  return new Map((groups ?? []).map(({ name }) => [name, undefined]));
}
