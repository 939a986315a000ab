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
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type {
  FleetCluster,
  MeshSummary,
} from '@meshplane/plugin-meshplane-common';
import { entityName } from './entityName';

/** Name of the cluster, as its source calls it. */
export const CLUSTER_ANNOTATION = 'meshplane.io/cluster';
/** Id of the mesh within its cluster. */
export const MESH_ANNOTATION = 'meshplane.io/mesh';

/** Where the entities come from, as the catalog records it. */
export const LOCATION = 'meshplane:fleet';

const TYPES = {
  mesh: 'service-mesh',
  gateway: 'gateway',
  crds: 'gateway-api',
} as const;

/** How entities are made. */
export interface EntityOptions {
  owner: string;
  namespace: string;
  system?: string;
  /** Address of the portal, for links. */
  appBaseUrl?: string;
}

/** A cluster as a Resource. */
export function clusterEntity(
  cluster: FleetCluster,
  options: EntityOptions,
): Entity {
  const page = `clusters/${encodeURIComponent(cluster.cluster)}`;
  return resource({
    options,
    name: entityName(cluster.cluster),
    title: cluster.title,
    // Not the note of the source: it may say how far something is, which changes all the time.
    description: `Kubernetes cluster of the source ${cluster.source}`,
    type: 'kubernetes-cluster',
    annotations: { [CLUSTER_ANNOTATION]: cluster.cluster },
    link: { path: `${page}/overview`, title: 'Meshes of this cluster' },
  });
}

/**
 * A mesh or gateway as a Resource that depends on its cluster. Only what changes seldom goes in: health and pod counts
 * would have the catalog write and stitch all day.
 */
export function meshEntity(
  cluster: FleetCluster,
  mesh: MeshSummary,
  options: EntityOptions,
): Entity {
  const { displayName, version, kind, namespace, revision, support } = mesh;
  const name = version ? `${displayName} ${version}` : displayName;
  const details = [
    namespace && `namespace ${namespace}`,
    revision && `revision ${revision}`,
  ].filter(Boolean);
  return resource({
    options,
    name: entityName(cluster.cluster, mesh.id),
    title: `${name} on ${cluster.title}`,
    description: [
      [name, ...details].join(', '),
      support.state === 'unknown' ? undefined : support.text,
    ]
      .filter(Boolean)
      .join('. '),
    type: TYPES[kind],
    annotations: {
      [CLUSTER_ANNOTATION]: cluster.cluster,
      [MESH_ANNOTATION]: mesh.id,
      'meshplane.io/definition': mesh.definition,
      ...(version ? { 'meshplane.io/version': version } : {}),
      'meshplane.io/support': support.state,
    },
    link: {
      path: `clusters/${encodeURIComponent(
        cluster.cluster,
      )}/meshes/${encodeURIComponent(mesh.id)}`,
      title: 'Components, versions and coverage',
    },
    dependsOn: [`resource:${options.namespace}/${entityName(cluster.cluster)}`],
  });
}

function resource(parts: {
  options: EntityOptions;
  name: string;
  title: string;
  description: string;
  type: string;
  annotations: Record<string, string>;
  link: { path: string; title: string };
  dependsOn?: string[];
}): Entity {
  const { owner, namespace, system, appBaseUrl } = parts.options;
  return {
    apiVersion: 'backstage.io/v1beta1',
    kind: 'Resource',
    metadata: {
      name: parts.name,
      namespace,
      title: parts.title,
      description: parts.description,
      annotations: {
        [ANNOTATION_LOCATION]: LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
        ...parts.annotations,
      },
      ...(appBaseUrl
        ? {
            links: [
              {
                url: `${appBaseUrl.replace(/\/$/, '')}/mesh/${parts.link.path}`,
                title: parts.link.title,
              },
            ],
          }
        : {}),
    },
    spec: {
      type: parts.type,
      owner,
      ...(system ? { system } : {}),
      ...(parts.dependsOn ? { dependsOn: parts.dependsOn } : {}),
    },
  };
}
