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

import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_MESHPLANE_CLUSTER } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';

/** What permission rules may look at. @public */
export interface ClusterResource {
  readonly name: string;
  /** `kubernetes-plugin`, `config`, or the name of an extension. */
  readonly source: string;
}

/** A condition as a filter over clusters. @public */
export interface ClusterFilter {
  property: keyof ClusterResource;
  values: string[];
}

/** Clusters as a resource of the permission system. @public */
export const meshplaneClusterResourceRef = createPermissionResourceRef<
  ClusterResource,
  ClusterFilter
>().with({
  pluginId: 'meshplane',
  resourceType: RESOURCE_TYPE_MESHPLANE_CLUSTER,
});

const isCluster = createPermissionRule({
  name: 'IS_CLUSTER',
  description: 'Allow the clusters with these names',
  resourceRef: meshplaneClusterResourceRef,
  paramsSchema: z.object({
    names: z.array(z.string()).describe('Names of clusters'),
  }),
  apply: (cluster, { names }) => names.includes(cluster.name),
  toQuery: ({ names }) => ({ property: 'name', values: names }),
});

const hasSource = createPermissionRule({
  name: 'HAS_SOURCE',
  description:
    'Allow the clusters whose configuration comes from these sources',
  resourceRef: meshplaneClusterResourceRef,
  paramsSchema: z.object({
    sources: z
      .array(z.string())
      .describe('Sources such as kubernetes-plugin or config'),
  }),
  apply: (cluster, { sources }) => sources.includes(cluster.source),
  toQuery: ({ sources }) => ({ property: 'source', values: sources }),
});

/** Rules over clusters that come with this plugin. @public */
export const clusterPermissionRules = { isCluster, hasSource };

const exported = createConditionExports({
  resourceRef: meshplaneClusterResourceRef,
  rules: clusterPermissionRules,
});

/** Conditions for permission policies: `meshplaneConditions.isCluster({ names: ['edge'] })`. @public */
export const meshplaneConditions = exported.conditions;

/** Wraps conditions into a policy decision. @public */
export const createMeshplaneConditionalDecision =
  exported.createConditionalDecision;
