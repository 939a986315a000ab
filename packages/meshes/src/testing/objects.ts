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
  ConfigMap,
  ContainerSpec,
  CustomResource,
  CustomResourceDefinition,
  KubeObject,
  Namespace,
  Pod,
  PodSpec,
  Service,
  WebhookConfiguration,
  Workload,
} from '../model/objects';

/** Compact builders for tests: whole objects in the shape of the API, with only what a test names. */

type StringMap = Record<string, string>;

export const CREATED = '2026-10-01T00:00:00Z';

export function namespace(
  name: string,
  labels: StringMap = {},
  annotations: StringMap = {},
): Namespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, uid: `ns-${name}`, labels, annotations },
  };
}

export interface PodOptions {
  labels?: StringMap;
  annotations?: StringMap;
  containers?: ContainerSpec[];
  initContainers?: ContainerSpec[];
  hostNetwork?: boolean;
  phase?: string;
  created?: string;
  node?: string;
  owner?: KubeObject;
  ready?: boolean;
}

export const APP: ContainerSpec = { name: 'app', image: 'example.org/app:1.0' };

export function pod(ns: string, name: string, options: PodOptions = {}): Pod {
  const { owner, phase = 'Running', ready = phase === 'Running' } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: ns,
      uid: `pod-${ns}-${name}`,
      labels: options.labels,
      annotations: options.annotations,
      creationTimestamp: options.created ?? CREATED,
      ownerReferences: owner && [ownerReference(owner)],
    },
    spec: {
      nodeName: options.node ?? 'node-1',
      hostNetwork: options.hostNetwork,
      containers: options.containers ?? [APP],
      initContainers: options.initContainers,
    },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}

export function ownerReference({ apiVersion, kind, metadata }: KubeObject) {
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
  };
}

export interface WorkloadOptions {
  labels?: StringMap;
  annotations?: StringMap;
  podLabels?: StringMap;
  podAnnotations?: StringMap;
  containers?: ContainerSpec[];
  spec?: Partial<PodSpec>;
  replicas?: number;
  /** Null: no status at all. */
  ready?: number | null;
  generation?: number;
  observedGeneration?: number;
  owner?: KubeObject;
  created?: string;
}

export function workload(
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet' | 'Job',
  ns: string,
  name: string,
  options: WorkloadOptions = {},
): Workload {
  const replicas = options.replicas ?? 1;
  const ready = options.ready === undefined ? replicas : options.ready;
  const status =
    kind === 'DaemonSet'
      ? { desiredNumberScheduled: replicas, numberReady: ready ?? 0 }
      : { replicas, readyReplicas: ready ?? 0 };
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: {
      name,
      namespace: ns,
      uid: `${kind}-${ns}-${name}`,
      labels: options.labels,
      annotations: options.annotations,
      generation: options.generation,
      creationTimestamp: options.created ?? CREATED,
      ownerReferences: options.owner && [ownerReference(options.owner)],
    },
    spec: {
      replicas: kind === 'DaemonSet' ? undefined : replicas,
      template: {
        metadata: {
          labels: options.podLabels,
          annotations: options.podAnnotations,
        },
        spec: { containers: options.containers ?? [APP], ...options.spec },
      },
    },
    status:
      ready === null
        ? undefined
        : { ...status, observedGeneration: options.observedGeneration },
  };
}

/** A Deployment with its ReplicaSet and the given pods, which get the template's labels. */
export function deploymentWithPods(
  ns: string,
  name: string,
  pods: readonly PodOptions[],
  options: WorkloadOptions = {},
): KubeObject[] {
  const podLabels = { app: name, ...options.podLabels };
  const deployment = workload('Deployment', ns, name, {
    replicas: pods.length,
    ...options,
    podLabels,
  });
  const replicaSet = workload('ReplicaSet', ns, `${name}-5f7d8`, {
    podLabels,
    owner: deployment,
  });
  return [
    deployment,
    replicaSet,
    ...pods.map((options_, i) =>
      pod(ns, `${name}-5f7d8-${i}`, {
        ...options_,
        owner: replicaSet,
        labels: {
          ...podLabels,
          'pod-template-hash': '5f7d8',
          ...options_.labels,
        },
        annotations: { ...options.podAnnotations, ...options_.annotations },
      }),
    ),
  ];
}

export function service(
  ns: string,
  name: string,
  selector?: StringMap,
): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: ns },
    spec: { selector, ports: [{ port: 80 }] },
  };
}

export function configMap(
  ns: string,
  name: string,
  data?: StringMap,
): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: ns },
    data,
  };
}

export function crd(
  group: string,
  kind: string,
  options: {
    annotations?: StringMap;
    established?: boolean;
    stored?: string[];
    served?: string[];
  } = {},
): CustomResourceDefinition {
  const plural = `${kind.toLowerCase()}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: options.annotations },
    spec: {
      group,
      names: { kind, plural },
      scope: 'Namespaced',
      versions: (options.served ?? ['v1']).map(name => ({
        name,
        served: true,
        storage: true,
      })),
    },
    status: {
      conditions: [
        {
          type: 'Established',
          status: options.established === false ? 'False' : 'True',
        },
      ],
      storedVersions: options.stored ?? ['v1'],
    },
  };
}

export function webhook(
  name: string,
  hooks: NonNullable<WebhookConfiguration['webhooks']>,
  labels: StringMap = {},
  kind:
    | 'MutatingWebhookConfiguration'
    | 'ValidatingWebhookConfiguration' = 'MutatingWebhookConfiguration',
): WebhookConfiguration {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata: { name, labels },
    webhooks: hooks,
  };
}

export function helmRelease(
  ns: string,
  name: string,
  version = 1,
  status = 'deployed',
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${version}`,
      namespace: ns,
      labels: { owner: 'helm', name, status, version: String(version) },
    },
  };
}

export function custom(
  apiVersion: string,
  kind: string,
  ns: string | undefined,
  name: string,
  spec: Record<string, unknown> = {},
  options: { status?: Record<string, unknown>; labels?: StringMap } = {},
): CustomResource {
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: ns, labels: options.labels },
    spec,
    status: options.status,
  };
}

export function gatewayClass(
  name: string,
  controllerName: string,
  accepted = true,
): CustomResource {
  return custom(
    'gateway.networking.k8s.io/v1',
    'GatewayClass',
    undefined,
    name,
    { controllerName },
    {
      status: {
        conditions: [
          {
            type: 'Accepted',
            status: accepted ? 'True' : 'False',
            reason: 'Unsupported',
          },
        ],
      },
    },
  );
}

export function gateway(
  ns: string,
  name: string,
  gatewayClassName: string,
  programmed: 'True' | 'False' = 'True',
): CustomResource {
  return custom(
    'gateway.networking.k8s.io/v1',
    'Gateway',
    ns,
    name,
    { gatewayClassName, listeners: [{ name: 'http', port: 80 }] },
    {
      status: {
        conditions: [
          { type: 'Programmed', status: programmed, message: 'no address' },
        ],
      },
    },
  );
}
