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

import { meshplaneMeshReadPermission } from '@meshplane/plugin-meshplane-common';
import { readOnly, type ActionOptions } from './ActionOptions';

/** `meshplane:list-meshes` */
export function createListMeshesAction({
  actionsRegistry,
  authorizer,
  meshes,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'list-meshes',
    title: 'List service meshes and gateways',
    description:
      'Lists the service meshes, gateways and Gateway API bundles that were detected in one cluster or in all of them, with version, health, support state and how much runs on them. The `id` names a mesh within its cluster.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          cluster: z
            .string()
            .optional()
            .describe('Name of a cluster; all clusters if left out'),
        }),
      output: z =>
        z.object({
          meshes: z.array(
            z.object({
              cluster: z.string(),
              id: z.string(),
              name: z.string(),
              kind: z.string().describe('mesh, gateway or crds'),
              version: z.string().optional(),
              namespace: z.string().optional(),
              revision: z.string().optional(),
              health: z.string(),
              support: z
                .string()
                .describe('Whether the version is supported, in words'),
              pods: z.number().describe('Pods with a proxy of this mesh'),
              workloads: z.number(),
              problems: z.number(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const authorized = await authorizer.authorize(
        meshplaneMeshReadPermission,
        credentials,
      );
      const clusters = input.cluster
        ? [authorized.get(input.cluster)]
        : authorized.list();
      const found = clusters.flatMap(({ name: cluster }) =>
        meshes.report(cluster).overview.meshes.map(mesh => ({
          cluster,
          id: mesh.id,
          name: mesh.displayName,
          kind: mesh.kind,
          version: mesh.version,
          namespace: mesh.namespace,
          revision: mesh.revision,
          health: mesh.health,
          support: mesh.support.text,
          pods: mesh.pods,
          workloads: mesh.workloads,
          problems: mesh.problems,
        })),
      );
      return { output: { meshes: found } };
    },
  });
}
