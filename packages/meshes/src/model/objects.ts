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

/**
 * The parts of Kubernetes objects that this library reads. Objects keep the shape that they have in the API, so that
 * the same code runs on a live, trimmed object and on a whole manifest. Every field may be missing.
 */

/** Metadata of a Kubernetes object. @public */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  ownerReferences?: readonly OwnerReference[];
}

/** @public */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
}

/** Any Kubernetes object. @public */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** @public */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  observedGeneration?: number;
}

/** @public */
export interface ContainerSpec {
  name: string;
  image?: string;
  /** `Always` marks an init container as a native sidecar. */
  restartPolicy?: string;
  args?: readonly string[];
  env?: readonly { name: string; value?: string }[];
  ports?: readonly {
    name?: string;
    containerPort: number;
    protocol?: string;
  }[];
  securityContext?: { runAsUser?: number };
}

/** @public */
export interface PodSpec {
  nodeName?: string;
  hostNetwork?: boolean;
  serviceAccountName?: string;
  containers: readonly ContainerSpec[];
  initContainers?: readonly ContainerSpec[];
  securityContext?: { runAsUser?: number };
}

/** @public */
export interface Pod extends KubeObject {
  spec: PodSpec;
  status?: {
    phase?: string;
    podIP?: string;
    conditions?: readonly Condition[];
    containerStatuses?: readonly {
      name: string;
      ready?: boolean;
      restartCount?: number;
      state?: string;
    }[];
  };
}

/** @public */
export interface PodTemplate {
  metadata?: {
    labels?: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
  };
  spec: PodSpec;
}

/** Deployment, DaemonSet, StatefulSet, ReplicaSet or Job. @public */
export interface Workload extends KubeObject {
  spec: {
    replicas?: number;
    selector?: { matchLabels?: Readonly<Record<string, string>> };
    template: PodTemplate;
  };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    readyReplicas?: number;
    updatedReplicas?: number;
    availableReplicas?: number;
    /** DaemonSet. */
    desiredNumberScheduled?: number;
    numberReady?: number;
    updatedNumberScheduled?: number;
    /** Job. */
    active?: number;
    succeeded?: number;
    failed?: number;
    conditions?: readonly Condition[];
  };
}

/** @public */
export interface Service extends KubeObject {
  spec: {
    type?: string;
    clusterIP?: string;
    externalName?: string;
    selector?: Readonly<Record<string, string>>;
    ports?: readonly {
      name?: string;
      port: number;
      targetPort?: number | string;
      protocol?: string;
      appProtocol?: string;
    }[];
  };
}

/** @public */
export interface Node extends KubeObject {
  spec?: {
    unschedulable?: boolean;
    taints?: readonly { key: string; effect: string }[];
  };
  status?: {
    conditions?: readonly Condition[];
    nodeInfo?: {
      kubeletVersion?: string;
      osImage?: string;
      architecture?: string;
      containerRuntimeVersion?: string;
    };
  };
}

/** @public */
export interface Namespace extends KubeObject {
  status?: { phase?: string };
}

/** @public */
export interface ConfigMap extends KubeObject {
  /** Only for the few ConfigMaps that a definition names; absent otherwise. */
  data?: Readonly<Record<string, string>>;
}

/** @public */
export interface CustomResourceDefinition extends KubeObject {
  spec: {
    group: string;
    names: { kind: string; plural: string };
    scope: string;
    versions: readonly { name: string; served: boolean; storage: boolean }[];
  };
  status?: {
    conditions?: readonly Condition[];
    storedVersions?: readonly string[];
  };
}

/** Mutating or validating webhook configuration. @public */
export interface WebhookConfiguration extends KubeObject {
  webhooks?: readonly {
    name: string;
    failurePolicy?: string;
    hasCaBundle?: boolean;
    service?: { namespace: string; name: string; path?: string; port?: number };
    url?: string;
    namespaceSelector?: LabelSelector;
    objectSelector?: LabelSelector;
  }[];
}

/** @public */
export interface LabelSelector {
  matchLabels?: Readonly<Record<string, string>>;
  matchExpressions?: readonly {
    key: string;
    operator: string;
    values?: readonly string[];
  }[];
}

/** Any custom resource, `spec` and `status` as trimmed by the inventory. @public */
export interface CustomResource extends KubeObject {
  spec?: Readonly<Record<string, unknown>>;
  status?: Readonly<Record<string, unknown>>;
}
