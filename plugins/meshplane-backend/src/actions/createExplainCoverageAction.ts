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
import { meshplaneMeshReadPermission } from '@meshplane/plugin-meshplane-common';
import { readOnly, type ActionOptions } from './ActionOptions';

/** Most workloads in one answer: more would not help a reader, and fill the context of a language model. */
const MAX_WORKLOADS = 100;

/** `meshplane:explain-coverage` */
export function createExplainCoverageAction({
  actionsRegistry,
  authorizer,
  meshes,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'explain-coverage',
    title: 'Explain who is on the mesh',
    description: `Says for the workloads of a namespace (or for one of them) whether they are on a service mesh, through which proxy version, with which mTLS mode, and why or why not. At most ${MAX_WORKLOADS} workloads; \`total\` says how many match.`,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          cluster: z.string().describe('Name of the cluster'),
          namespace: z.string().describe('Name of the namespace'),
          workload: z
            .string()
            .optional()
            .describe('Name of one Deployment, StatefulSet, DaemonSet or Job'),
        }),
      output: z =>
        z.object({
          namespace: z
            .object({
              state: z.string(),
              intent: z
                .array(z.string())
                .describe('What its labels and annotations ask for'),
              reasons: z.array(z.string()),
            })
            .optional(),
          total: z.number(),
          workloads: z.array(
            z.object({
              kind: z.string(),
              name: z.string(),
              state: z
                .string()
                .describe('on-mesh, partial, opted-out, off-mesh or unknown'),
              meshes: z.array(z.string()),
              podsOnMesh: z.number(),
              pods: z.number(),
              proxyVersions: z.array(z.string()),
              mtls: z.string(),
              reasons: z.array(z.string()),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const authorized = await authorizer.authorize(
        meshplaneMeshReadPermission,
        credentials,
      );
      const cluster = authorized.get(input.cluster);
      const { report } = meshes.report(cluster.name);
      const namespace = report.namespaces.find(
        row => row.namespace === input.namespace,
      );
      const workloads = report.workloads.filter(
        ({ workload }) =>
          workload.namespace === input.namespace &&
          (!input.workload || workload.name === input.workload),
      );
      if (!namespace && workloads.length === 0)
        throw new NotFoundError(
          `No namespace "${input.namespace}" in cluster "${cluster.name}"`,
        );
      if (input.workload && workloads.length === 0)
        throw new NotFoundError(
          `No workload "${input.workload}" in namespace "${input.namespace}" of cluster "${cluster.name}"`,
        );
      return {
        output: {
          namespace: namespace && {
            state: namespace.state,
            intent: namespace.intent.map(({ text }) => text),
            reasons: namespace.reasons.map(({ text }) => text),
          },
          total: workloads.length,
          workloads: workloads.slice(0, MAX_WORKLOADS).map(row => ({
            kind: row.workload.kind,
            name: row.workload.name,
            state: row.state,
            meshes: row.meshes,
            podsOnMesh: row.pods.onMesh,
            pods: row.pods.total,
            proxyVersions: row.proxies.map(({ version }) => version),
            mtls: row.mtls.text,
            reasons: row.reasons.map(({ text }) => text),
          })),
        },
      };
    },
  });
}
