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
  CustomResource,
  CustomResourceDefinition,
  KubeObject,
  Namespace,
  Node,
  Pod,
  Service,
  WebhookConfiguration,
  Workload,
} from './objects';

/**
 * A kind as Kubernetes prints a GroupKind: `Pod` for the core group, `Deployment.apps` otherwise.
 *
 * @public
 */
export type KindId = string;

/** The kinds whose shape is known. `Secret` holds the metadata of Helm release Secrets only, never data. @public */
export interface KnownKinds {
  Pod: Pod;
  Namespace: Namespace;
  Node: Node;
  Service: Service;
  ServiceAccount: KubeObject;
  ConfigMap: ConfigMap;
  Secret: KubeObject;
  'Deployment.apps': Workload;
  'DaemonSet.apps': Workload;
  'StatefulSet.apps': Workload;
  'ReplicaSet.apps': Workload;
  'Job.batch': Workload;
  'CustomResourceDefinition.apiextensions.k8s.io': CustomResourceDefinition;
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': WebhookConfiguration;
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': WebhookConfiguration;
}

/**
 * Read access to a consistent set of objects: a live snapshot or the objects of a design.
 *
 * @public
 */
export interface ObjectReader {
  /** All objects of a kind, optionally of one namespace; empty if the kind is not there or not readable. */
  list<K extends keyof KnownKinds>(
    kind: K,
    namespace?: string,
  ): readonly KnownKinds[K][];
  list(kind: KindId, namespace?: string): readonly CustomResource[];
  get<K extends keyof KnownKinds>(
    kind: K,
    namespace: string | undefined,
    name: string,
  ): KnownKinds[K] | undefined;
  get(
    kind: KindId,
    namespace: string | undefined,
    name: string,
  ): CustomResource | undefined;
  /** Objects that name the UID in an owner reference. */
  ownedBy(uid: string): readonly KubeObject[];
  /**
   * Whether the kind could be read. `unknown` means that it exists but may not be listed (or is not synced), so that
   * an empty list says nothing; `absent` means that the API does not serve it.
   */
  availability(kind: KindId): 'synced' | 'absent' | 'unknown';
  /** The kinds of which at least one object or an empty synced list is there. */
  kinds(): readonly KindId[];
}

/** The kind id of an object. @public */
export function kindIdOf(object: { apiVersion: string; kind: string }): KindId {
  const slash = object.apiVersion.indexOf('/');
  return slash === -1
    ? object.kind
    : `${object.kind}.${object.apiVersion.slice(0, slash)}`;
}

/** Builds a kind id from group and kind; the core group is the empty string. @public */
export function kindId(group: string, kind: string): KindId {
  return group === '' ? kind : `${kind}.${group}`;
}
