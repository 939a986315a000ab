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

/**
 * The parts of live objects that lifecycle reads. The inventory keeps less of them: it drops the rollout strategy, the
 * field managers and the annotations of other tools, which decide here.
 */

const textMap = z.record(z.string(), z.string()).nullish();
const labelsOf = textMap.transform(map => map ?? {});

export const metadataSchema = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  generation: z.number().optional(),
  deletionTimestamp: z.string().optional(),
  labels: labelsOf,
  annotations: labelsOf,
  ownerReferences: z
    .array(
      z.looseObject({
        apiVersion: z.string(),
        kind: z.string(),
        name: z.string(),
        controller: z.boolean().optional(),
      }),
    )
    .nullish()
    .transform(owners => owners ?? []),
  managedFields: z
    .array(
      z.looseObject({
        manager: z.string().optional(),
        fieldsV1: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .nullish()
    .transform(fields => fields ?? []),
});
export type Metadata = z.infer<typeof metadataSchema>;

const conditionSchema = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
const conditionsSchema = z
  .array(conditionSchema)
  .nullish()
  .transform(conditions => conditions ?? []);
export type LiveCondition = z.infer<typeof conditionSchema>;

export const namespaceSchema = z.looseObject({
  metadata: metadataSchema,
  status: z
    .looseObject({
      phase: z.string().optional(),
      conditions: conditionsSchema,
    })
    .prefault({}),
});
export type LiveNamespace = z.infer<typeof namespaceSchema>;

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  command: z.array(z.string()).nullish(),
  args: z.array(z.string()).nullish(),
  env: z
    .array(z.looseObject({ name: z.string(), value: z.string().optional() }))
    .nullish(),
  securityContext: z
    .looseObject({ runAsUser: z.number().optional() })
    .nullish(),
});
export type LiveContainer = z.infer<typeof containerSchema>;

const podSpecSchema = z.looseObject({
  hostNetwork: z.boolean().optional(),
  securityContext: z
    .looseObject({ runAsUser: z.number().optional() })
    .nullish(),
  containers: z.array(containerSchema).default([]),
  initContainers: z.array(containerSchema).nullish(),
});
export type LivePodSpec = z.infer<typeof podSpecSchema>;

const amountSchema = z.union([z.number(), z.string()]).optional();

export const selectorSchema = z.looseObject({
  matchLabels: textMap,
  matchExpressions: z
    .array(
      z.looseObject({
        key: z.string(),
        operator: z.string(),
        values: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});
export type LiveSelector = z.infer<typeof selectorSchema>;

const strategySchema = z
  .looseObject({
    type: z.string().optional(),
    rollingUpdate: z
      .looseObject({
        maxUnavailable: amountSchema,
        maxSurge: amountSchema,
        partition: z.number().optional(),
      })
      .nullish(),
  })
  .optional();

/** Deployment, StatefulSet and DaemonSet in one: each uses the fields that it has. */
export const workloadSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    replicas: z.number().optional(),
    paused: z.boolean().optional(),
    selector: selectorSchema.optional(),
    strategy: strategySchema,
    updateStrategy: strategySchema,
    template: z.looseObject({
      metadata: z
        .looseObject({ labels: labelsOf, annotations: labelsOf })
        .prefault({}),
      spec: podSpecSchema,
    }),
  }),
  status: z
    .looseObject({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      readyReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      currentRevision: z.string().optional(),
      updateRevision: z.string().optional(),
      desiredNumberScheduled: z.number().default(0),
      updatedNumberScheduled: z.number().default(0),
      numberReady: z.number().default(0),
      numberAvailable: z.number().default(0),
      conditions: conditionsSchema,
    })
    .prefault({}),
});

export const WORKLOAD_KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** A workload with its kind, which lists leave out. */
export type LiveWorkload = z.infer<typeof workloadSchema> & {
  kind: WorkloadKind;
};

export const podSchema = z.looseObject({
  metadata: metadataSchema,
  spec: podSpecSchema,
  status: z
    .looseObject({
      phase: z.string().optional(),
      conditions: conditionsSchema,
      containerStatuses: z
        .array(
          z.looseObject({
            name: z.string(),
            ready: z.boolean().optional(),
            state: z
              .looseObject({
                waiting: z
                  .looseObject({
                    reason: z.string().optional(),
                    message: z.string().optional(),
                  })
                  .optional(),
                terminated: z
                  .looseObject({ reason: z.string().optional() })
                  .optional(),
              })
              .optional(),
          }),
        )
        .nullish()
        .transform(statuses => statuses ?? []),
    })
    .prefault({}),
});
export type LivePod = z.infer<typeof podSchema>;

export const jobSchema = z.looseObject({
  metadata: metadataSchema,
  status: z.looseObject({ active: z.number().default(0) }).prefault({}),
});
export type LiveJob = z.infer<typeof jobSchema>;

export const budgetSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z
    .looseObject({
      selector: selectorSchema.nullish(),
      minAvailable: amountSchema,
      maxUnavailable: amountSchema,
    })
    .prefault({}),
  status: z
    .looseObject({
      disruptionsAllowed: z.number().default(0),
      currentHealthy: z.number().default(0),
      desiredHealthy: z.number().default(0),
      expectedPods: z.number().default(0),
    })
    .prefault({}),
});
export type LiveBudget = z.infer<typeof budgetSchema>;
