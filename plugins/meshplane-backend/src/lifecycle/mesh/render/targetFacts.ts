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

import type {
  MissingPermission,
  OwnedObject,
  Resources,
  TargetCrd,
  TargetFacts,
} from '@meshplane/meshes';
import { z } from 'zod';
import type { KubeObject } from '../../../manifests/model';
import { podRequests } from '../facts/quantities';
import type { RealStep } from './realise';

const workloadSchema = z.looseObject({
  spec: z.looseObject({
    replicas: z.number().nullish(),
    template: z.looseObject({ spec: z.unknown() }),
  }),
});

const crdSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z.looseObject({
    group: z.string(),
    versions: z.array(
      z.looseObject({
        name: z.string(),
        served: z.boolean(),
        storage: z.boolean(),
      }),
    ),
  }),
});

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** What the rendered objects of all steps ask of a cluster. */
export function targetFacts(
  steps: readonly RealStep[],
  known: {
    nodes: number;
    missingPermissions?: readonly MissingPermission[];
    secretsInValues: readonly string[];
    existingObjects: readonly OwnedObject[];
  },
): TargetFacts {
  const objects = steps.flatMap(step => step.objects.map(o => o.object));
  return {
    requests: sum(objects.map(object => requestsOf(object, known.nodes))),
    crds: objects.flatMap(targetCrd),
    kubeVersions: steps.flatMap(({ chart }) =>
      chart?.content.metadata.kubeVersion
        ? [{ chart: chart.ref.name, range: chart.content.metadata.kubeVersion }]
        : [],
    ),
    // Rendering fails, and with it the plan, where a value is missing that a chart requires.
    missingValues: [],
    missingPermissions: known.missingPermissions,
    secretsInValues: known.secretsInValues,
    existingObjects: known.existingObjects,
  };
}

function requestsOf(object: KubeObject, nodes: number): Resources {
  if (!WORKLOADS.includes(object.kind))
    return { cpuMillis: 0, memoryBytes: 0, pods: 0 };
  const workload = workloadSchema.safeParse(object);
  if (!workload.success) return { cpuMillis: 0, memoryBytes: 0, pods: 0 };
  const { replicas, template } = workload.data.spec;
  const pods = object.kind === 'DaemonSet' ? nodes : replicas ?? 1;
  const one = podRequests(template.spec);
  return {
    cpuMillis: one.cpuMillis * pods,
    memoryBytes: one.memoryBytes * pods,
    pods,
  };
}

function sum(all: readonly Resources[]): Resources {
  return all.reduce(
    (total, one) => ({
      cpuMillis: total.cpuMillis + one.cpuMillis,
      memoryBytes: total.memoryBytes + one.memoryBytes,
      pods: total.pods + one.pods,
    }),
    { cpuMillis: 0, memoryBytes: 0, pods: 0 },
  );
}

function targetCrd(object: KubeObject): TargetCrd[] {
  if (object.kind !== 'CustomResourceDefinition') return [];
  const crd = crdSchema.safeParse(object);
  if (!crd.success) return [];
  const { metadata, spec } = crd.data;
  const annotation = (key: string) =>
    metadata.annotations?.[`gateway.networking.k8s.io/${key}`];
  const bundleVersion = annotation('bundle-version');
  const channel = annotation('channel');
  return [
    {
      name: metadata.name,
      group: spec.group,
      versions: spec.versions,
      ...(bundleVersion && { bundleVersion }),
      ...(channel && { channel }),
    },
  ];
}
