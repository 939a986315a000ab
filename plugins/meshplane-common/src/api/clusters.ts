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

import { reasonSchema } from '@meshplane/meshes';
import { z } from 'zod';
import { snapshotInfoSchema } from './common';

/**
 * State of a cluster connection. `starting`: it is being made ready (a local cluster that is built or booted);
 * `degraded`: reachable, but something that a feature needs is missing; `unauthorized`: the credentials are refused and
 * the circuit is open until somebody reconnects or the configuration changes.
 *
 * @public
 */
export const clusterStateSchema = z.enum([
  'starting',
  'connecting',
  'connected',
  'degraded',
  'unreachable',
  'unauthorized',
  'misconfigured',
]);
/** @public */
export type ClusterState = z.infer<typeof clusterStateSchema>;

/** @public */
export const circuitStateSchema = z.enum(['closed', 'open', 'half-open']);

/** @public */
export const clusterHealthSchema = z.object({
  state: clusterStateSchema,
  /** Why it is in that state and what to do, in words for a person. */
  message: z.string(),
  /** 0..100 while `starting`, if known. */
  progress: z.number().min(0).max(100).optional(),
  /** Kubernetes version, for example `v1.36.3`. */
  kubernetesVersion: z.string().optional(),
  /** Round trip of the last health check in milliseconds. */
  latencyMs: z.number().optional(),
  lastCheckedAt: z.string().optional(),
  lastReachableAt: z.string().optional(),
  lastError: z
    .object({
      at: z.string(),
      message: z.string(),
      status: z.number().int().optional(),
    })
    .optional(),
  circuit: z.object({
    state: circuitStateSchema,
    consecutiveFailures: z.number().int(),
    /** When the next attempt is made, if it is open and retried by itself. */
    retryAt: z.string().optional(),
  }),
});
/** @public */
export type ClusterHealth = z.infer<typeof clusterHealthSchema>;

/** A feature and the verbs that its service account lacks. @public */
export const featurePermissionSchema = z.object({
  feature: z.string(),
  title: z.string(),
  enabled: z.boolean(),
  /** `unknown`: the cluster could not be asked. */
  state: z.enum(['granted', 'missing', 'unknown']),
  missing: z.array(
    z.object({ group: z.string(), resource: z.string(), verb: z.string() }),
  ),
});
/** @public */
export type FeaturePermission = z.infer<typeof featurePermissionSchema>;

/** @public */
export const clusterSummarySchema = z.object({
  name: z.string(),
  title: z.string(),
  /** UID of the namespace kube-system: the identity of the cluster whatever it is called. */
  uid: z.string().optional(),
  /** Where its configuration comes from: `kubernetes-plugin`, `config`, or the name of an extension. */
  source: z.string(),
  /** A note from the source, such as "simulated cluster on this machine". */
  note: z.string().optional(),
  health: clusterHealthSchema,
  nodes: z.number().int().optional(),
  pods: z.number().int().optional(),
  snapshot: snapshotInfoSchema.optional(),
});
/** @public */
export type ClusterSummary = z.infer<typeof clusterSummarySchema>;

/** One watched kind. @public */
export const kindStatusSchema = z.object({
  kind: z.string(),
  state: z.enum(['synced', 'syncing', 'forbidden', 'failing', 'absent']),
  objects: z.number().int(),
  lastEventAt: z.string().optional(),
  relists: z.number().int(),
  error: z.string().optional(),
});
/** @public */
export type KindStatus = z.infer<typeof kindStatusSchema>;

/** @public */
export const clusterDetailSchema = clusterSummarySchema.extend({
  permissions: z.array(featurePermissionSchema),
  kinds: z.array(kindStatusSchema),
  reconcile: z
    .object({
      lastAt: z.string().optional(),
      /** Objects that differed from a fresh list at the last reconcile, and since start. */
      drift: z.number().int(),
      driftTotal: z.number().int(),
    })
    .optional(),
  /** Changes of state, newest first. */
  history: z.array(
    z.object({
      at: z.string(),
      from: clusterStateSchema.optional(),
      to: clusterStateSchema,
      message: z.string(),
    }),
  ),
});
/** @public */
export type ClusterDetail = z.infer<typeof clusterDetailSchema>;

/** One step of a connection diagnosis, in the order in which a person would look. @public */
export const diagnosticStepSchema = z.object({
  id: z.enum([
    'configuration',
    'address',
    'tls',
    'authentication',
    'version',
    'permissions',
    'inventory',
  ]),
  title: z.string(),
  state: z.enum(['ok', 'warning', 'failed', 'skipped']),
  detail: z.string(),
  /** What to do about it. */
  remedy: z.string().optional(),
});
/** @public */
export const clusterDiagnosisSchema = z.object({
  cluster: z.string(),
  at: z.string(),
  steps: z.array(diagnosticStepSchema),
});
/** @public */
export type ClusterDiagnosis = z.infer<typeof clusterDiagnosisSchema>;

/** Answer of `GET /clusters`. @public */
export const clusterListSchema = z.object({
  items: z.array(clusterSummarySchema),
  /** Problems that concern no single cluster: a source that cannot be read, a configuration that is ignored. */
  problems: z.array(reasonSchema),
});
/** @public */
export type ClusterList = z.infer<typeof clusterListSchema>;

/** Answer of `GET /rbac`. @public */
export const rbacSchema = z.object({
  /** ClusterRole, ServiceAccount and binding as YAML, least privilege for the features that are enabled. */
  yaml: z.string(),
  features: z.array(
    z.object({ feature: z.string(), title: z.string(), enabled: z.boolean() }),
  ),
});
/** @public */
export type Rbac = z.infer<typeof rbacSchema>;
