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
import { clusterNameSchema } from '../common';

/** Name of a Kubernetes namespace or other object with a DNS label as its name. @public */
export const dnsLabelSchema = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'lower-case letters, digits and "-", at most 63 characters',
  );

/** Longest YAML that a request may carry, in characters. */
const MAX_VALUES_LENGTH = 256 * 1024;
const MAX_CLUSTERS = 100;

const meshIdSchema = z.string().min(1).max(300);
const definitionIdSchema = z.string().min(1).max(100);
const versionSchema = z.string().min(1).max(100);
const valuesSchema = z
  .string()
  .max(MAX_VALUES_LENGTH)
  .describe('Helm values as YAML, laid over the preset');

/** A workload in a namespace. @public */
export const workloadRefSchema = z.object({
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']),
  name: z.string().min(1).max(253),
});

/** How workloads are restarted. @public */
export const restartPaceSchema = z.object({
  /** Workloads at a time. */
  parallel: z.number().int().min(1).max(50).default(1),
  /** Longest time for one workload to become ready again, in seconds. */
  timeoutSeconds: z.number().int().min(10).max(3600).default(300),
  /** Stop at the first workload that does not become ready. */
  stopOnFailure: z.boolean().default(true),
});

const onboardingSchema = z.object({
  mesh: meshIdSchema.describe('Id of the mesh on that cluster'),
  namespace: dnsLabelSchema,
  /** Absent: the whole namespace. */
  workload: workloadRefSchema.optional(),
  restart: z
    .boolean()
    .default(true)
    .describe('Restart the workloads that need it'),
  pace: restartPaceSchema.prefault({}),
});

/** Inputs by kind of operation. @public */
export const operationInputSchemas = {
  'mesh.install': z.object({
    definition: definitionIdSchema,
    /** Absent: the newest supported version that suits the cluster. */
    version: versionSchema.optional(),
    preset: z.string().max(100).default('default'),
    values: valuesSchema.optional(),
    /** Control-plane revision, for meshes that have them. */
    revision: dnsLabelSchema.optional(),
    /** Optional charts by name, such as `gateway`. */
    components: z.array(z.string().max(100)).max(20).default([]),
    /** Gateway API bundle that is brought along, or (definition `gateway-api`) installed. */
    gatewayApi: z
      .object({
        channel: z.enum(['standard', 'experimental']).default('standard'),
        version: versionSchema,
      })
      .optional(),
  }),
  'mesh.upgrade': z.object({
    mesh: meshIdSchema,
    version: versionSchema,
    strategy: z.enum(['in-place', 'canary']).default('in-place'),
    /** Revision of the second control plane of a canary upgrade. */
    revision: dnsLabelSchema.optional(),
    preset: z.string().max(100).optional(),
    /** Absent: the values of the installed release are kept. */
    values: valuesSchema.optional(),
    gatewayApi: z
      .object({
        channel: z.enum(['standard', 'experimental']).default('standard'),
        version: versionSchema,
      })
      .optional(),
    restart: z.boolean().default(false),
    pace: restartPaceSchema.prefault({}),
  }),
  'mesh.uninstall': z.object({
    mesh: meshIdSchema,
    crds: z.enum(['keep', 'remove']).default('keep'),
    namespace: z.enum(['keep', 'remove']).default('keep'),
  }),
  /** Feature toggles of an installation that is never reinstalled (Cilium), and revision tags of Istio. */
  'mesh.configure': z.object({
    mesh: meshIdSchema,
    toggles: z
      .record(z.string().max(200), z.union([z.boolean(), z.string().max(200)]))
      .default({}),
    /** Revision tag → revision; null removes the tag. */
    tags: z.record(dnsLabelSchema, dnsLabelSchema.nullable()).optional(),
  }),
  'workload.onboard': onboardingSchema.extend({
    revision: z.string().max(63).optional(),
    /** Name of a waypoint that is made if missing (ambient). */
    waypoint: dnsLabelSchema.optional(),
  }),
  'workload.offboard': onboardingSchema,
  'workload.restart': z.object({
    namespace: dnsLabelSchema,
    /** Absent: all workloads of the namespace that need it. */
    workloads: z.array(workloadRefSchema).max(500).optional(),
    pace: restartPaceSchema.prefault({}),
  }),
  /** One namespace from one mesh to another. */
  'mesh.migrate': z.object({
    from: meshIdSchema,
    to: meshIdSchema,
    namespace: dnsLabelSchema,
    waypoint: dnsLabelSchema.optional(),
    pace: restartPaceSchema.prefault({}),
  }),
  'sample.install': z.object({
    sample: z.string().min(1).max(100),
    namespace: dnsLabelSchema,
    /** Bring it onto this mesh. */
    mesh: meshIdSchema.optional(),
    expose: z.boolean().default(false),
  }),
  'sample.remove': z.object({
    sample: z.string().min(1).max(100),
    namespace: dnsLabelSchema,
  }),
  'release.recover': z.object({
    namespace: dnsLabelSchema,
    release: z.string().min(1).max(53),
    action: z.enum(['rollback', 'remove-pending', 'uninstall']),
  }),
} as const;

/** @public */
export const operationKindSchema = z.enum([
  'mesh.install',
  'mesh.upgrade',
  'mesh.uninstall',
  'mesh.configure',
  'workload.onboard',
  'workload.offboard',
  'workload.restart',
  'mesh.migrate',
  'sample.install',
  'sample.remove',
  'release.recover',
]);
/** @public */
export type OperationKind = z.infer<typeof operationKindSchema>;

/** Checked input of a kind of operation. @public */
export type OperationInput<K extends OperationKind = OperationKind> = z.output<
  (typeof operationInputSchemas)[K]
>;

/** How an operation on several clusters proceeds. @public */
export const rolloutSchema = z.discriminatedUnion('policy', [
  z.object({ policy: z.literal('all-at-once') }),
  /** Stops at the first cluster that fails. */
  z.object({ policy: z.literal('one-by-one') }),
  /** The first cluster alone; the others when somebody says `continue`. */
  z.object({ policy: z.literal('canary'), canary: clusterNameSchema }),
]);
/** @public */
export type Rollout = z.infer<typeof rolloutSchema>;

const requestFields = {
  clusters: z.array(clusterNameSchema).min(1).max(MAX_CLUSTERS),
  rollout: rolloutSchema.default({ policy: 'one-by-one' }),
  /** Blocking findings that are knowingly passed over; needs its own permission and is audited. */
  override: z
    .object({
      findings: z.array(z.string().max(200)).min(1).max(50),
      reason: z.string().min(10).max(1000),
    })
    .optional(),
  /** `gitops`: write files instead of changing the cluster. */
  delivery: z.enum(['direct', 'gitops']).default('direct'),
};

function requestOf<K extends OperationKind>(kind: K) {
  return z.object({
    kind: z.literal(kind),
    input: operationInputSchemas[kind],
    ...requestFields,
  });
}

/** Body of `POST /operations`: what is to be planned. @public */
export const operationRequestSchema = z.discriminatedUnion('kind', [
  requestOf('mesh.install'),
  requestOf('mesh.upgrade'),
  requestOf('mesh.uninstall'),
  requestOf('mesh.configure'),
  requestOf('workload.onboard'),
  requestOf('workload.offboard'),
  requestOf('workload.restart'),
  requestOf('mesh.migrate'),
  requestOf('sample.install'),
  requestOf('sample.remove'),
  requestOf('release.recover'),
]);
/** @public */
export type OperationRequest = z.output<typeof operationRequestSchema>;
/** @public */
export type OperationRequestInput = z.input<typeof operationRequestSchema>;
