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

/** apiVersion of the shorthand documents that only scenario files use. */
export const SHORTHAND_API_VERSION = 'seed.meshplane.dev/v1';

const stringMap = z.record(z.string(), z.string());

/** Anything the API server may be given: identity is checked, the rest is the server's business. */
export const kubeObjectSchema = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().min(1).optional(),
    labels: stringMap.optional(),
    annotations: stringMap.optional(),
  }),
});

/**
 * A Kubernetes object as the scenarios hold it: identity typed, the rest open.
 *
 * @public
 */
export type KubeObject = z.infer<typeof kubeObjectSchema>;

const metadataSchema = z.strictObject({
  name: z.string().min(1),
  namespace: z.string().min(1),
  labels: stringMap.optional(),
  annotations: stringMap.optional(),
});

/** Which proxy a workload's pods carry, written out as the mesh's injector would do it. */
export const proxySchema = z.strictObject({
  mesh: z.enum(['istio', 'linkerd', 'kuma', 'consul', 'app-mesh', 'osm']),
  version: z.string().min(1),
  /** Native sidecar (init container that restarts) or a plain container, as older proxies have it. */
  native: z.boolean().default(true),
  /** Istio: revision that injected. */
  revision: z.string().default('default'),
});

export type Proxy = z.infer<typeof proxySchema>;

/** One service of an application: becomes ServiceAccount, Service and Deployment. */
export const workloadSchema = z.strictObject({
  apiVersion: z.literal(SHORTHAND_API_VERSION),
  kind: z.literal('Workload'),
  metadata: metadataSchema,
  spec: z.strictObject({
    image: z.string().min(1),
    replicas: z.number().int().min(0).default(1),
    port: z.number().int().min(1).max(65535).default(8080),
    portName: z.string().default('http'),
    version: z.string().default('v1'),
    env: stringMap.default({}),
    podLabels: stringMap.default({}),
    podAnnotations: stringMap.default({}),
    serviceLabels: stringMap.default({}),
    hostNetwork: z.boolean().default(false),
    service: z.boolean().default(true),
    proxy: proxySchema.optional(),
  }),
});

export type Workload = z.infer<typeof workloadSchema>;

const crdKindSchema = z.strictObject({
  kind: z.string().min(1),
  plural: z.string().min(1),
  shortNames: z.array(z.string()).optional(),
  scope: z.enum(['Namespaced', 'Cluster']).default('Namespaced'),
  /** Served versions, the storage version first; the set's versions when absent. */
  versions: z.array(z.string()).min(1).optional(),
  /** Whether the kind has a status subresource. */
  status: z.boolean().default(true),
});

/** Custom resource definitions of one group, with schemas that keep every field. */
export const crdSetSchema = z.strictObject({
  apiVersion: z.literal(SHORTHAND_API_VERSION),
  kind: z.literal('CrdSet'),
  metadata: z.strictObject({
    name: z.string().min(1),
    labels: stringMap.optional(),
    annotations: stringMap.optional(),
  }),
  spec: z.strictObject({
    group: z.string().min(1),
    categories: z.array(z.string()).optional(),
    versions: z.array(z.string()).min(1),
    kinds: z.array(crdKindSchema).min(1),
  }),
});

export type CrdSet = z.infer<typeof crdSetSchema>;

/** A Helm release that owns every other object of the same file. */
export const helmReleaseSchema = z.strictObject({
  apiVersion: z.literal(SHORTHAND_API_VERSION),
  kind: z.literal('HelmRelease'),
  metadata: z.strictObject({
    name: z.string().min(1),
    namespace: z.string().min(1),
  }),
  spec: z.strictObject({
    chart: z.string().min(1),
    version: z.string().min(1),
    appVersion: z.string().min(1),
    values: z.record(z.string(), z.unknown()).default({}),
  }),
});

export type HelmRelease = z.infer<typeof helmReleaseSchema>;

/** `scenario.yaml`: what a scenario is and which shared parts come before its own files. */
export const scenarioSchema = z.strictObject({
  description: z.string().min(1),
  /** Files of `scenarios/parts`, without `.yaml`, applied together with the scenario's own. */
  parts: z.array(z.string()).default([]),
  /** Namespaces whose name means something to a control plane, never prefixed. */
  fixedNamespaces: z.array(z.string()).default([]),
  /** Objects come from code instead of files. */
  generator: z.literal('fleet').optional(),
});

export type ScenarioHeader = z.infer<typeof scenarioSchema>;
