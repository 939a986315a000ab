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

import { clusterNameSchema } from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';
import { chartsSectionSchema } from '../charts/config';
import { helmSectionSchema } from '../helm/config';
import { performanceSectionSchema } from '../performance/config';
import {
  grafanaSectionSchema,
  prometheusSectionSchema,
} from '../performance/connections/config';

/** A duration as configuration files write it; read by `readDurationFromConfig`, which checks the units. */
const durationSchema = z.union([z.string(), z.record(z.string(), z.number())]);

/** Name of a custom resource as its CRD is named: `<plural>.<group>`. */
const customResourceSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]*\.[a-z0-9][a-z0-9.-]*\.[a-z0-9-]+$/,
    'the name of a CRD, <plural>.<group>, such as "widgets.example.com"',
  );

const entityRefSchema = z
  .string()
  .regex(
    /^[A-Za-z]+:[^/\s]+\/\S+$/,
    'a full entity reference such as "group:default/platform"',
  );

const clusterSchema = z.object({
  name: clusterNameSchema,
  title: z.string().min(1).optional(),
  kubeconfig: z.string().min(1).optional(),
  context: z.string().min(1).optional(),
  inCluster: z.boolean().optional(),
});

const gitOpsSchema = z.object({
  tool: z.enum(['flux', 'argocd']),
  namespace: z.string().min(1).optional(),
  path: z.string().min(1).optional(),
});

/**
 * The shape of the section `meshplane`. `config.d.ts` documents each key and the two have to agree. Durations and
 * relations between keys are checked in `config.ts`.
 */
export const meshplaneSectionSchema = z.object({
  clusters: z.array(clusterSchema).optional(),
  kubernetesPlugin: z.object({ enabled: z.boolean().optional() }).optional(),
  inventory: z
    .object({
      reconcileInterval: durationSchema.optional(),
      pageSize: z.number().int().min(10).max(5000).optional(),
      requestTimeout: durationSchema.optional(),
      maxObjectsPerKind: z.number().int().min(100).optional(),
      kinds: z.array(customResourceSchema).optional(),
    })
    .optional(),
  health: z
    .object({
      interval: durationSchema.optional(),
      timeout: durationSchema.optional(),
    })
    .optional(),
  features: z
    .object({
      mesh: z.boolean().optional(),
      gatewayApi: z.boolean().optional(),
      helmReleases: z.boolean().optional(),
      kubeletStats: z.boolean().optional(),
      workloads: z.boolean().optional(),
      lifecycle: z.boolean().optional(),
      performance: z.boolean().optional(),
    })
    .optional(),
  history: z.object({ retention: durationSchema.optional() }).optional(),
  operations: z
    .object({
      approval: z.enum(['self', 'four-eyes']).optional(),
      approvers: z.array(entityRefSchema).optional(),
      planExpiry: durationSchema.optional(),
      retention: durationSchema.optional(),
      maxLogEntries: z.number().int().min(100).optional(),
      resume: z.enum(['manual', 'automatic']).optional(),
    })
    .optional(),
  charts: chartsSectionSchema
    .extend({
      gatewayApiBundles: z
        .string()
        .regex(
          /^https?:\/\/.*\{version\}/,
          'an address with "{version}" and, where the channels are apart, "{channel}" in it',
        )
        .optional(),
    })
    .optional(),
  helm: helmSectionSchema.optional(),
  gitops: gitOpsSchema.optional(),
  performance: performanceSectionSchema.optional(),
  prometheus: prometheusSectionSchema.optional(),
  grafana: grafanaSectionSchema.optional(),
});

export type MeshplaneSection = z.infer<typeof meshplaneSectionSchema>;
