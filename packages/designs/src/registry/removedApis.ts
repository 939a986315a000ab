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

/** An API of Kubernetes that is no longer served. */
export interface ApiRemoval {
  /** Version of Kubernetes from which on it is gone. */
  removed: string;
  /** What to use instead; absent where there is nothing. */
  replacement?: string;
}

/** By `group/version kind`. Source: the deprecated API migration guide of the Kubernetes documentation, read 2026-11. */
const REMOVED: Readonly<Record<string, ApiRemoval>> = {
  'extensions/v1beta1 DaemonSet': { removed: '1.16', replacement: 'apps/v1' },
  'extensions/v1beta1 Deployment': { removed: '1.16', replacement: 'apps/v1' },
  'extensions/v1beta1 ReplicaSet': { removed: '1.16', replacement: 'apps/v1' },
  'extensions/v1beta1 NetworkPolicy': {
    removed: '1.16',
    replacement: 'networking.k8s.io/v1',
  },
  'extensions/v1beta1 PodSecurityPolicy': { removed: '1.16' },
  'extensions/v1beta1 Ingress': {
    removed: '1.22',
    replacement: 'networking.k8s.io/v1',
  },
  'apps/v1beta1 Deployment': { removed: '1.16', replacement: 'apps/v1' },
  'apps/v1beta1 StatefulSet': { removed: '1.16', replacement: 'apps/v1' },
  'apps/v1beta2 DaemonSet': { removed: '1.16', replacement: 'apps/v1' },
  'apps/v1beta2 Deployment': { removed: '1.16', replacement: 'apps/v1' },
  'apps/v1beta2 ReplicaSet': { removed: '1.16', replacement: 'apps/v1' },
  'apps/v1beta2 StatefulSet': { removed: '1.16', replacement: 'apps/v1' },
  'admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration': {
    removed: '1.22',
    replacement: 'admissionregistration.k8s.io/v1',
  },
  'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration': {
    removed: '1.22',
    replacement: 'admissionregistration.k8s.io/v1',
  },
  'admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy': {
    removed: '1.34',
    replacement: 'admissionregistration.k8s.io/v1',
  },
  'admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicyBinding': {
    removed: '1.34',
    replacement: 'admissionregistration.k8s.io/v1',
  },
  'apiextensions.k8s.io/v1beta1 CustomResourceDefinition': {
    removed: '1.22',
    replacement: 'apiextensions.k8s.io/v1',
  },
  'apiregistration.k8s.io/v1beta1 APIService': {
    removed: '1.22',
    replacement: 'apiregistration.k8s.io/v1',
  },
  'authentication.k8s.io/v1beta1 TokenReview': {
    removed: '1.22',
    replacement: 'authentication.k8s.io/v1',
  },
  'certificates.k8s.io/v1beta1 CertificateSigningRequest': {
    removed: '1.22',
    replacement: 'certificates.k8s.io/v1',
  },
  'coordination.k8s.io/v1beta1 Lease': {
    removed: '1.22',
    replacement: 'coordination.k8s.io/v1',
  },
  'networking.k8s.io/v1beta1 Ingress': {
    removed: '1.22',
    replacement: 'networking.k8s.io/v1',
  },
  'networking.k8s.io/v1beta1 IngressClass': {
    removed: '1.22',
    replacement: 'networking.k8s.io/v1',
  },
  'rbac.authorization.k8s.io/v1beta1 ClusterRole': {
    removed: '1.22',
    replacement: 'rbac.authorization.k8s.io/v1',
  },
  'rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding': {
    removed: '1.22',
    replacement: 'rbac.authorization.k8s.io/v1',
  },
  'rbac.authorization.k8s.io/v1beta1 Role': {
    removed: '1.22',
    replacement: 'rbac.authorization.k8s.io/v1',
  },
  'rbac.authorization.k8s.io/v1beta1 RoleBinding': {
    removed: '1.22',
    replacement: 'rbac.authorization.k8s.io/v1',
  },
  'scheduling.k8s.io/v1beta1 PriorityClass': {
    removed: '1.22',
    replacement: 'scheduling.k8s.io/v1',
  },
  'storage.k8s.io/v1beta1 CSIDriver': {
    removed: '1.22',
    replacement: 'storage.k8s.io/v1',
  },
  'storage.k8s.io/v1beta1 CSINode': {
    removed: '1.22',
    replacement: 'storage.k8s.io/v1',
  },
  'storage.k8s.io/v1beta1 StorageClass': {
    removed: '1.22',
    replacement: 'storage.k8s.io/v1',
  },
  'storage.k8s.io/v1beta1 VolumeAttachment': {
    removed: '1.22',
    replacement: 'storage.k8s.io/v1',
  },
  'storage.k8s.io/v1beta1 CSIStorageCapacity': {
    removed: '1.27',
    replacement: 'storage.k8s.io/v1',
  },
  'autoscaling/v2beta1 HorizontalPodAutoscaler': {
    removed: '1.25',
    replacement: 'autoscaling/v2',
  },
  'autoscaling/v2beta2 HorizontalPodAutoscaler': {
    removed: '1.26',
    replacement: 'autoscaling/v2',
  },
  'batch/v1beta1 CronJob': { removed: '1.25', replacement: 'batch/v1' },
  'discovery.k8s.io/v1beta1 EndpointSlice': {
    removed: '1.25',
    replacement: 'discovery.k8s.io/v1',
  },
  'events.k8s.io/v1beta1 Event': {
    removed: '1.25',
    replacement: 'events.k8s.io/v1',
  },
  'node.k8s.io/v1beta1 RuntimeClass': {
    removed: '1.25',
    replacement: 'node.k8s.io/v1',
  },
  'policy/v1beta1 PodDisruptionBudget': {
    removed: '1.25',
    replacement: 'policy/v1',
  },
  'policy/v1beta1 PodSecurityPolicy': { removed: '1.25' },
  'flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema': {
    removed: '1.26',
    replacement: 'flowcontrol.apiserver.k8s.io/v1',
  },
  'flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration': {
    removed: '1.26',
    replacement: 'flowcontrol.apiserver.k8s.io/v1',
  },
  'flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema': {
    removed: '1.29',
    replacement: 'flowcontrol.apiserver.k8s.io/v1',
  },
  'flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration': {
    removed: '1.29',
    replacement: 'flowcontrol.apiserver.k8s.io/v1',
  },
  'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema': {
    removed: '1.32',
    replacement: 'flowcontrol.apiserver.k8s.io/v1',
  },
  'flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration': {
    removed: '1.32',
    replacement: 'flowcontrol.apiserver.k8s.io/v1',
  },
};

/** Whether and since when an API of Kubernetes is gone; undefined if it is served. */
export function removalOf(
  apiVersion: string,
  kind: string,
): ApiRemoval | undefined {
  return REMOVED[`${apiVersion} ${kind}`];
}
