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
import { clusterSummaryOf } from '../api/views/clusterViews';
import { readOnly, type ActionOptions } from './ActionOptions';

/** `meshplane:list-clusters` */
export function createListClustersAction({
  actionsRegistry,
  authorizer,
  inventory,
}: ActionOptions) {
  actionsRegistry.register({
    name: 'list-clusters',
    title: 'List Kubernetes clusters',
    description:
      'Lists the Kubernetes clusters that the portal watches, with their connection state. A `state` other than `connected` or `degraded` means that what is known of the cluster may be old; `message` then says why and what to do.',
    attributes: readOnly,
    schema: {
      input: z => z.object({}),
      output: z =>
        z.object({
          clusters: z.array(
            z.object({
              name: z.string(),
              title: z.string(),
              source: z.string().describe('Where its configuration comes from'),
              state: z.string(),
              message: z.string(),
              kubernetesVersion: z.string().optional(),
              nodes: z.number().optional(),
              pods: z.number().optional(),
            }),
          ),
        }),
    },
    action: async ({ credentials }) => {
      const authorized = await authorizer.authorize(
        meshplaneMeshReadPermission,
        credentials,
      );
      const clusters = authorized.list().map(cluster => {
        const summary = clusterSummaryOf(
          cluster,
          inventory.snapshot(cluster.name),
        );
        return {
          name: summary.name,
          title: summary.title,
          source: summary.source,
          state: summary.health.state,
          message: summary.health.message,
          kubernetesVersion: summary.health.kubernetesVersion,
          nodes: summary.nodes,
          pods: summary.pods,
        };
      });
      return { output: { clusters } };
    },
  });
}
