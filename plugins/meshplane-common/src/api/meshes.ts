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
  coverageStateSchema,
  healthStateSchema,
  meshInstanceSchema,
  namespaceCoverageSchema,
  objectRefSchema,
  supportSchema,
  workloadCoverageSchema,
} from '@meshplane/meshes';
import { z } from 'zod';
import { clusterHealthSchema } from './clusters';
import {
  pageOf,
  pageQuerySchema,
  searchTextSchema,
  snapshotInfoSchema,
} from './common';

/** Counts of workloads by coverage state. @public */
export const coverageCountsSchema = z.record(
  coverageStateSchema,
  z.number().int(),
);

/** What the overview shows of one mesh in one cluster. @public */
export const meshSummarySchema = meshInstanceSchema
  .pick({
    id: true,
    definition: true,
    displayName: true,
    kind: true,
    mode: true,
    namespace: true,
    revision: true,
    tags: true,
    version: true,
    channel: true,
    health: true,
    support: true,
    confidence: true,
  })
  .extend({
    readOnly: z.boolean(),
    pods: z.number().int(),
    workloads: z.number().int(),
    /** Pods whose proxy is outside the allowed skew. */
    skewedPods: z.number().int(),
    problems: z.number().int(),
  });
/** @public */
export type MeshSummary = z.infer<typeof meshSummarySchema>;

/** One row of the fleet overview. @public */
export const fleetClusterSchema = z.object({
  cluster: z.string(),
  title: z.string(),
  source: z.string(),
  note: z.string().optional(),
  health: clusterHealthSchema,
  snapshot: snapshotInfoSchema.optional(),
  meshes: z.array(meshSummarySchema),
  /** User workloads (system namespaces left out). */
  coverage: coverageCountsSchema,
  pods: z.object({ total: z.number().int(), onMesh: z.number().int() }),
});
/** @public */
export type FleetCluster = z.infer<typeof fleetClusterSchema>;
/** Answer of `GET /meshes`. @public */
export const fleetSchema = z.object({ items: z.array(fleetClusterSchema) });
/** @public */
export type Fleet = z.infer<typeof fleetSchema>;

/** Answer of `GET /clusters/:cluster/meshes`. @public */
export const meshListSchema = z.object({
  items: z.array(meshInstanceSchema),
  snapshot: snapshotInfoSchema,
});
/** @public */
export type MeshList = z.infer<typeof meshListSchema>;

/** Answer of `GET /clusters/:cluster/meshes/:mesh`. @public */
export const meshDetailSchema = z.object({
  cluster: z.string(),
  mesh: meshInstanceSchema,
  /** Coverage of the namespaces on, or meant to be on, this mesh. */
  namespaces: z.array(namespaceCoverageSchema),
  compatibility: z.array(
    z.object({
      subject: z.enum(['kubernetes', 'gateway-api']),
      state: z.enum(['in-range', 'out-of-range', 'unknown']),
      text: z.string(),
    }),
  ),
  snapshot: snapshotInfoSchema,
});
/** @public */
export type MeshDetail = z.infer<typeof meshDetailSchema>;

/** Query of `GET /clusters/:cluster/coverage`. @public */
export const coverageQuerySchema = pageQuerySchema.extend({
  namespace: z.string().max(253).optional(),
  state: z
    .union([coverageStateSchema, z.array(coverageStateSchema)])
    .transform(value => (Array.isArray(value) ? value : [value]))
    .optional(),
  /** Id of a mesh instance. */
  mesh: z.string().max(300).optional(),
  q: searchTextSchema,
  /** `true` also shows namespaces of the system and of control planes. */
  system: z.enum(['true', 'false']).default('false'),
  /** `problems` puts workloads with errors first. */
  sort: z.enum(['problems', 'name', 'namespace', 'state']).default('problems'),
});
/** @public */
export type CoverageQuery = z.input<typeof coverageQuerySchema>;

/** Answer of `GET /clusters/:cluster/coverage`. @public */
export const coveragePageSchema = pageOf(workloadCoverageSchema).extend({
  counts: coverageCountsSchema,
});
/** @public */
export type CoveragePage = z.infer<typeof coveragePageSchema>;

/** Answer of `GET /clusters/:cluster/coverage/namespaces`. @public */
export const namespaceCoverageListSchema = z.object({
  items: z.array(namespaceCoverageSchema),
  snapshot: snapshotInfoSchema,
});
/** @public */
export type NamespaceCoverageList = z.infer<typeof namespaceCoverageListSchema>;

/** Answer of `GET /entities/:kind/:namespace/:name/coverage`. @public */
export const entityCoverageSchema = z.object({
  entityRef: z.string(),
  /** How the entity's annotations were read, in words. */
  selection: z.string(),
  clusters: z.array(
    z.object({
      cluster: z.string(),
      health: clusterHealthSchema,
      workloads: z.array(workloadCoverageSchema),
      meshes: z.array(meshSummarySchema),
      snapshot: snapshotInfoSchema.optional(),
    }),
  ),
});
/** @public */
export type EntityCoverage = z.infer<typeof entityCoverageSchema>;

/** Answer of `GET /definitions`: what this suite knows. @public */
export const definitionListSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      displayName: z.string(),
      kind: z.enum(['mesh', 'gateway', 'crds']),
      mode: z.enum(['sidecar', 'ambient', 'node', 'none']),
      summary: z.string(),
      ended: z.boolean(),
      versions: z.array(
        z.object({
          line: z.string(),
          latest: z.string().optional(),
          support: supportSchema,
        }),
      ),
      links: z.array(z.object({ title: z.string(), url: z.string() })),
    }),
  ),
});
/** @public */
export type DefinitionList = z.infer<typeof definitionListSchema>;

/** Query of `GET /clusters/:cluster/inventory`. @public */
export const inventoryQuerySchema = pageQuerySchema.extend({
  /** Kind id such as `Pod` or `VirtualService.networking.istio.io`. */
  kind: z.string().min(1).max(253),
  namespace: z.string().max(253).optional(),
  /** Kubernetes label selector, equality and set based. */
  labelSelector: z.string().max(1000).optional(),
  q: searchTextSchema,
});
/** @public */
export type InventoryQuery = z.input<typeof inventoryQuerySchema>;

/** One object as the inventory lists it. @public */
export const inventoryItemSchema = objectRefSchema.extend({
  uid: z.string().optional(),
  createdAt: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  health: healthStateSchema,
  /** A line for people: "3 of 3 ready", "ClusterIP, 2 ports". */
  summary: z.string(),
});
/** @public */
export type InventoryItem = z.infer<typeof inventoryItemSchema>;
/** @public */
export const inventoryPageSchema = pageOf(inventoryItemSchema);
/** @public */
export type InventoryPage = z.infer<typeof inventoryPageSchema>;
/** Answer of `GET /clusters/:cluster/inventory/kinds`. @public */
export const inventoryKindsSchema = z.object({
  items: z.array(
    z.object({
      kind: z.string(),
      objects: z.number().int(),
      namespaced: z.boolean(),
    }),
  ),
  snapshot: snapshotInfoSchema,
});
/** @public */
export type InventoryKinds = z.infer<typeof inventoryKindsSchema>;
