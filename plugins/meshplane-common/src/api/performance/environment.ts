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

/** What the numbers depend on beside the code; facts that could not be read are absent, and `unknown` says why. @public */
export const environmentSchema = z.object({
  cluster: z
    .object({
      name: z.string(),
      uid: z.string().optional(),
      kubernetesVersion: z.string().optional(),
      nodes: z.array(
        z.object({
          name: z.string(),
          machine: z.string().optional(),
          cpu: z.string().optional(),
          memory: z.string().optional(),
          kernel: z.string().optional(),
          runtime: z.string().optional(),
        }),
      ),
    })
    .optional(),
  meshes: z.array(
    z.object({
      id: z.string(),
      product: z.string(),
      version: z.string().optional(),
      proxyVersions: z.array(z.string()),
      mode: z.string().optional(),
    }),
  ),
  /** Extensions in the path of the requests, such as `WasmPlugin shop/header-edit`. */
  filters: z.array(z.string()),
  mtls: z.enum(['strict', 'permissive', 'off', 'unknown']),
  images: z.array(
    z.object({
      container: z.string(),
      image: z.string(),
      digest: z.string().optional(),
    }),
  ),
  generator: z.object({
    name: z.string(),
    version: z.string().optional(),
    host: z.string(),
    cpus: z.number().int().optional(),
    node: z.string().optional(),
  }),
  unknown: z.array(z.string()),
});
/** @public */
export type RunEnvironment = z.infer<typeof environmentSchema>;

/** Part that a container plays in the path of the requests. @public */
export const resourceRoleSchema = z.enum([
  'application',
  'sidecar',
  'ztunnel',
  'waypoint',
  'gateway',
  'control-plane',
  'node',
  'generator',
]);

/** Use of a container or node over the measured window; CPU in cores, memory in bytes. @public */
export const resourceUseSchema = z.object({
  role: resourceRoleSchema,
  namespace: z.string().optional(),
  pod: z.string().optional(),
  container: z.string().optional(),
  node: z.string().optional(),
  cpuMean: z.number().optional(),
  cpuMax: z.number().optional(),
  memoryMean: z.number().optional(),
  memoryMax: z.number().optional(),
  /** Share of periods in which it was throttled, 0 to 1. */
  throttled: z.number().optional(),
  /** Cores per 1 000 requests per second. */
  cpuPerThousand: z.number().optional(),
  /** Readings behind the numbers. */
  samples: z.number().int().optional(),
});
/** @public */
export type ResourceUse = z.infer<typeof resourceUseSchema>;

/** @public */
export const runResourcesSchema = z.object({
  source: z.enum(['prometheus', 'metrics-api', 'cgroup', 'none']),
  /** `too-short`: the run is shorter than what the source can resolve. */
  status: z.enum([
    'complete',
    'partial',
    'too-short',
    'unavailable',
    'not-asked',
  ]),
  /** What is missing and why, in sentences. */
  notes: z.array(z.string()),
  windowSeconds: z.number().optional(),
  uses: z.array(resourceUseSchema),
  /** CPU in cores over time, per role, for the chart. */
  series: z
    .array(
      z.object({
        role: resourceRoleSchema,
        unit: z.enum(['cores', 'bytes']),
        /** Seconds since the begin of the measured phase, and values. */
        points: z.array(z.tuple([z.number(), z.number()])),
      }),
    )
    .default([]),
  /** What the mesh itself says of the same window, as a cross-check of the client's numbers. */
  mesh: z
    .object({
      requestRate: z.number().optional(),
      errorRate: z.number().optional(),
      p50Ms: z.number().optional(),
      p99Ms: z.number().optional(),
      mtlsShare: z.number().optional(),
    })
    .optional(),
});
/** @public */
export type RunResources = z.infer<typeof runResourcesSchema>;
