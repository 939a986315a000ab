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
import type { JobSettings } from '../../config';
import { RUN_LABEL, runKey, runMetadata, runName } from '../kube/names';
import { sidecarMarks } from '../kube/sidecars';

export const HEADERS_VARIABLE = 'MESHPLANE_HEADERS';
const HEADERS_KEY = 'headers.json';
const SCRIPT = 'load.js';
/** Of the user in k6's own image. */
const USER = 12345;

/** Name of the container of a runner pod, as the operator gives it. */
export const K6_CONTAINER = 'k6';

/** As much of a TestRun as is looked at. */
export const testRunSchema = z.object({
  metadata: z.object({ name: z.string() }),
  status: z
    .object({
      stage: z.string().optional(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            message: z.string().optional(),
          }),
        )
        .nullish(),
    })
    .optional(),
});

/** Labels by which the operator marks the pods that make the load. */
export function runnerPods(runId: string): string {
  return `k6_cr=${runName(runId)},runner=true`;
}

/** The script, and the headers that it must not have in it since ConfigMaps are for everybody. */
export function scriptObjects(
  runId: string,
  script: string,
  headers: readonly Record<string, string>[],
): { configMap: object; secret: object } {
  const metadata = runMetadata(runId);
  return {
    configMap: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { [SCRIPT]: script },
    },
    secret: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      type: 'Opaque',
      stringData: { [HEADERS_KEY]: JSON.stringify(headers) },
    },
  };
}

/** What the operator is asked for: pods without a proxy, guaranteed their resources, spread over the nodes. */
export function testRunManifest(
  runId: string,
  parallelism: number,
  settings: JobSettings,
): object {
  const metadata = runMetadata(runId);
  const marks = sidecarMarks(false);
  const pod = {
    metadata: {
      labels: { ...metadata.labels, ...marks.labels },
      annotations: { ...metadata.annotations, ...marks.annotations },
    },
    automountServiceAccountToken: 'false',
    nodeSelector: settings.nodeSelector,
    tolerations: settings.tolerations,
    imagePullSecrets: settings.imagePullSecrets?.map(name => ({ name })),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
  };
  const resources = { cpu: settings.cpu ?? '1500m', memory: settings.memory };
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata,
    spec: {
      parallelism,
      // Its usage reports would leave the cluster.
      arguments: '--no-usage-report',
      script: { configMap: { name: metadata.name, file: SCRIPT } },
      starter: pod,
      runner: {
        ...pod,
        image: settings.k6Image,
        resources: { requests: resources, limits: resources },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: { [RUN_LABEL]: runKey(runId) } },
          },
        ],
        env: [
          {
            name: HEADERS_VARIABLE,
            valueFrom: {
              secretKeyRef: { name: metadata.name, key: HEADERS_KEY },
            },
          },
        ],
      },
    },
  };
}
