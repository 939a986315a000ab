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

import type { LoadProfile } from '@meshplane/benchmark/model';
import type { JobSettings } from '../../config';
import {
  CONTROL_ANNOTATION,
  RUN_LABEL,
  runKey,
  runMetadata,
  runName,
} from '../kube/names';
import { sidecarMarks } from '../kube/sidecars';

export const CONTAINER = 'generator';
/** Where the plan, the control file and the cluster's authority are in the container. */
export const FOLDER = '/meshplane';
/** Nobody on the node has this id. */
const USER = 65532;
const KEEP_FINISHED_SECONDS = 3600;

/** What differs between the generators that Jobs run. */
export interface GeneratorContainer {
  image: string;
  args?: string[];
  command?: string[];
  env?: object[];
  /** Arguments of a container that warms up before. */
  warmup?: { command?: string[]; args: string[] };
  /** Keys of the Secret of the run that are files in the container. */
  secretFolder: string;
  /** Told what to do while it runs. */
  controlled: boolean;
}

export interface JobOptions {
  runId: string;
  load: LoadProfile;
  shards: number;
  sidecar: boolean;
  settings: JobSettings;
  /** After it Kubernetes ends the pods. */
  deadlineSeconds: number;
  generator: GeneratorContainer;
}

/**
 * The Job of a run, suspended: it is let go when the Secret with its plan is there and belongs to it, so that deleting the
 * Job deletes all.
 */
export function jobManifest(options: JobOptions): object {
  const { runId, shards, settings } = options;
  const metadata = runMetadata(runId);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      suspend: true,
      completionMode: 'Indexed',
      completions: shards,
      parallelism: shards,
      backoffLimit: 0,
      activeDeadlineSeconds: Math.ceil(options.deadlineSeconds),
      ttlSecondsAfterFinished: KEEP_FINISHED_SECONDS,
      template: podTemplate(options, settings, metadata),
    },
  };
}

function podTemplate(
  options: JobOptions,
  settings: JobSettings,
  { labels, annotations }: ReturnType<typeof runMetadata>,
) {
  const { runId, generator } = options;
  const marks = sidecarMarks(options.sidecar);
  return {
    metadata: {
      labels: { ...labels, ...marks.labels },
      annotations: { ...annotations, ...marks.annotations },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 30,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER,
        runAsGroup: USER,
        fsGroup: USER,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: { [RUN_LABEL]: runKey(runId) } },
        },
      ],
      nodeSelector: settings.nodeSelector,
      tolerations: settings.tolerations,
      imagePullSecrets: settings.imagePullSecrets?.map(name => ({ name })),
      initContainers: generator.warmup
        ? [container(options, 'warm-up', generator.warmup)]
        : undefined,
      containers: [container(options, CONTAINER, generator)],
      volumes: volumes(options),
    },
  };
}

function container(
  { load, settings, generator }: JobOptions,
  name: string,
  { command, args }: { command?: string[]; args?: string[] },
) {
  // Requests that equal limits make the pod one that is never squeezed for others.
  const resources = {
    cpu: settings.cpu ?? `${load.threads * 1000 + 500}m`,
    memory: settings.memory,
  };
  return {
    name,
    image: generator.image,
    imagePullPolicy: 'IfNotPresent',
    command,
    args,
    env: generator.env,
    securityContext: {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    resources: { requests: resources, limits: resources },
    volumeMounts: [
      {
        name: 'plan',
        mountPath: `${FOLDER}/${generator.secretFolder}`,
        readOnly: true,
      },
      ...(generator.controlled
        ? [
            { name: 'control', mountPath: `${FOLDER}/control`, readOnly: true },
            { name: 'ca', mountPath: `${FOLDER}/ca`, readOnly: true },
          ]
        : []),
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

function volumes({ runId, generator }: JobOptions) {
  return [
    {
      name: 'plan',
      secret: { secretName: runName(runId), defaultMode: 0o440 },
    },
    ...(generator.controlled
      ? [
          {
            name: 'control',
            downwardAPI: {
              items: [
                {
                  path: 'control',
                  fieldRef: {
                    fieldPath: `metadata.annotations['${CONTROL_ANNOTATION}']`,
                  },
                },
              ],
            },
          },
          {
            name: 'ca',
            // In every namespace; the API server is asked for the time only.
            configMap: { name: 'kube-root-ca.crt', optional: true },
          },
        ]
      : []),
    { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
  ];
}

/** The Secret of a run; it goes with its Job. */
export function secretManifest(
  runId: string,
  jobUid: string,
  files: Record<string, string | Uint8Array>,
): object {
  const { name, labels, annotations } = runMetadata(runId);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      labels,
      annotations,
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name, uid: jobUid },
      ],
    },
    immutable: true,
    type: 'Opaque',
    data: Object.fromEntries(
      Object.entries(files).map(([file, content]) => [
        file,
        Buffer.from(content).toString('base64'),
      ]),
    ),
  };
}
