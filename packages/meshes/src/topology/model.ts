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

import { z } from 'zod';
import {
  coverageStateSchema,
  healthStateSchema,
  objectRefSchema,
} from '../model/results';

/** One box of the graph; `group` stands for what was left out below its parent. @public */
export const topologyNodeSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'cluster',
    'namespace',
    'workload',
    'service',
    'gateway',
    'group',
  ]),
  label: z.string(),
  /** Id of the node that this one is drawn inside of. */
  parent: z.string().optional(),
  state: coverageStateSchema.optional(),
  health: healthStateSchema.optional(),
  /** Id of the mesh instance that most of its pods are on, or that serves a gateway. */
  mesh: z.string().optional(),
  /** For example `pods`, `onMesh`, `errors`, `warnings`; of a group: what it stands for. */
  counts: z.record(z.string(), z.number().int()).optional(),
  object: objectRefSchema.optional(),
});
/** @public */
export type TopologyNode = z.infer<typeof topologyNodeSchema>;

/** `contains` leads down the tree, `selects` from a service to a workload, `routes` from a gateway to a service. @public */
export const topologyEdgeSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  kind: z.enum(['selects', 'routes', 'contains']),
});
/** @public */
export type TopologyEdge = z.infer<typeof topologyEdgeSchema>;

/** @public */
export const topologySchema = z.object({
  nodes: z.array(topologyNodeSchema),
  edges: z.array(topologyEdgeSchema),
  /** How many of each kind fit the filter and were left out because of the limit. */
  cut: z.object({
    namespaces: z.number().int(),
    workloads: z.number().int(),
    services: z.number().int(),
    gateways: z.number().int(),
  }),
});
/** @public */
export type Topology = z.infer<typeof topologySchema>;
