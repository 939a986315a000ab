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

/** Names one object of a cluster. @public */
export const objectRefSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});
/** @public */
export type ObjectRef = z.infer<typeof objectRefSchema>;

/** @public */
export const healthStateSchema = z.enum([
  'healthy',
  'degraded',
  'unhealthy',
  'unknown',
]);
/** @public */
export type HealthState = z.infer<typeof healthStateSchema>;

/** How serious something is for the reader. @public */
export const severitySchema = z.enum(['error', 'warning', 'info']);
/** @public */
export type Severity = z.infer<typeof severitySchema>;

/** One finding in words, with a stable code so that it can be filtered and linked to. @public */
export const reasonSchema = z.object({
  code: z.string(),
  severity: severitySchema,
  text: z.string(),
  object: objectRefSchema.optional(),
});
/** @public */
export type Reason = z.infer<typeof reasonSchema>;

/** A fact that speaks for a detection. `weight` is its share in the confidence, 0..1. @public */
export const evidenceSchema = z.object({
  fact: z.enum([
    'crd-group',
    'crd-annotation',
    'workload',
    'image',
    'label',
    'webhook',
    'config-map',
    'helm-release',
    'gateway-class',
    'port',
    'operator',
  ]),
  text: z.string(),
  object: objectRefSchema.optional(),
  weight: z.number().min(0).max(1),
});
/** @public */
export type Evidence = z.infer<typeof evidenceSchema>;

/** One running part of a mesh: a Deployment, a DaemonSet, a CRD bundle. @public */
export const meshComponentSchema = z.object({
  role: z.enum([
    'control-plane',
    'data-plane',
    'cni',
    'gateway',
    'crds',
    'webhook',
    'extension',
  ]),
  object: objectRefSchema,
  version: z.string().optional(),
  image: z.string().optional(),
  desired: z.number().int().optional(),
  ready: z.number().int().optional(),
  health: healthStateSchema,
  reasons: z.array(reasonSchema),
});
/** @public */
export type MeshComponent = z.infer<typeof meshComponentSchema>;

/** Where a proxy version stands against its control plane. @public */
export const skewSchema = z.enum([
  'in-step',
  'behind',
  'too-old',
  'ahead',
  'unknown',
]);
/** @public */
export type Skew = z.infer<typeof skewSchema>;

/** @public */
export const supportSchema = z.object({
  state: z.enum(['supported', 'ending', 'ended', 'unknown']),
  /** End of life of this version (or of the product), ISO date. */
  endOfLife: z.string().optional(),
  /** Newest known version in the definition's data. */
  latest: z.string().optional(),
  text: z.string(),
  /** What to move to, for products that have ended. */
  wayOut: z.string().optional(),
});
/** @public */
export type Support = z.infer<typeof supportSchema>;

/**
 * One installed mesh, gateway or CRD bundle: a control plane with its revision.
 *
 * @public
 */
export const meshInstanceSchema = z.object({
  /** Stable within a cluster and safe in a URL: `<definition>~<namespace>~<revision>`, empty parts left out. */
  id: z.string(),
  definition: z.string(),
  displayName: z.string(),
  kind: z.enum(['mesh', 'gateway', 'crds']),
  mode: z.enum(['sidecar', 'ambient', 'node', 'none']),
  namespace: z.string().optional(),
  revision: z.string().optional(),
  /** Revision tags that point here. */
  tags: z.array(z.string()),
  version: z.string().optional(),
  /** Gateway API only. */
  channel: z.string().optional(),
  health: healthStateSchema,
  reasons: z.array(reasonSchema),
  support: supportSchema,
  management: z.object({
    by: z.enum(['helm', 'operator', 'cloud', 'cni', 'unknown']),
    /** Someone else owns it: this suite shows it and keeps its hands off. */
    readOnly: z.boolean(),
    text: z.string(),
  }),
  /** 0..1: sum of the weights of independent facts, capped at 1. */
  confidence: z.number().min(0).max(1),
  evidence: z.array(evidenceSchema),
  components: z.array(meshComponentSchema),
  dataPlane: z.object({
    /** Pods with a proxy of, or captured by, this instance. */
    pods: z.number().int(),
    workloads: z.number().int(),
    namespaces: z.array(z.string()),
    versions: z.array(
      z.object({
        version: z.string(),
        pods: z.number().int(),
        skew: skewSchema,
      }),
    ),
  }),
  gateways: z.array(
    z.object({
      object: objectRefSchema,
      gatewayClass: z.string(),
      programmed: z.enum(['true', 'false', 'unknown']),
      listeners: z.number().int(),
    }),
  ),
});
/** @public */
export type MeshInstance = z.infer<typeof meshInstanceSchema>;

/** @public */
export const mtlsSchema = z.object({
  /** `automatic`: the mesh encrypts between its members and still takes plaintext from outside. */
  mode: z.enum([
    'strict',
    'permissive',
    'disabled',
    'automatic',
    'none',
    'unknown',
  ]),
  text: z.string(),
  source: objectRefSchema.optional(),
});
/** @public */
export type Mtls = z.infer<typeof mtlsSchema>;

/** `partial`: some pods are on the mesh; `opted-out`: excluded on purpose. @public */
export const coverageStateSchema = z.enum([
  'on-mesh',
  'partial',
  'opted-out',
  'off-mesh',
  'unknown',
]);
/** @public */
export type CoverageState = z.infer<typeof coverageStateSchema>;

/** @public */
export const workloadCoverageSchema = z.object({
  workload: objectRefSchema,
  /** Labels of the pod template, so that portal entities can be matched by selector. */
  labels: z.record(z.string(), z.string()),
  state: coverageStateSchema,
  pods: z.object({
    total: z.number().int(),
    ready: z.number().int(),
    onMesh: z.number().int(),
  }),
  /** Ids of mesh instances, most pods first. */
  meshes: z.array(z.string()),
  definition: z.string().optional(),
  mode: z.enum(['sidecar', 'ambient', 'node']).optional(),
  revision: z.string().optional(),
  proxies: z.array(
    z.object({ version: z.string(), pods: z.number().int(), skew: skewSchema }),
  ),
  mtls: mtlsSchema,
  /** Services that select its pods, by name. */
  services: z.array(z.string()),
  reasons: z.array(reasonSchema),
});
/** @public */
export type WorkloadCoverage = z.infer<typeof workloadCoverageSchema>;

/** @public */
export const namespaceCoverageSchema = z.object({
  namespace: z.string(),
  state: coverageStateSchema,
  /** What its labels and annotations ask for, in words; empty if they ask for nothing. */
  intent: z.array(
    z.object({
      definition: z.string(),
      revision: z.string().optional(),
      on: z.boolean(),
      text: z.string(),
    }),
  ),
  meshes: z.array(z.string()),
  workloads: z.record(coverageStateSchema, z.number().int()),
  pods: z.object({
    total: z.number().int(),
    ready: z.number().int(),
    onMesh: z.number().int(),
  }),
  mtls: mtlsSchema,
  reasons: z.array(reasonSchema),
});
/** @public */
export type NamespaceCoverage = z.infer<typeof namespaceCoverageSchema>;

/** Everything that can be said about the meshes of one cluster. @public */
export interface MeshReport {
  meshes: MeshInstance[];
  namespaces: NamespaceCoverage[];
  workloads: WorkloadCoverage[];
}
