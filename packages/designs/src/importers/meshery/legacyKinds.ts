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

/** Kinds that patterns name without a version, by the version of the API that serves them today. */
const API_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  v1: [
    'ConfigMap',
    'Endpoints',
    'Namespace',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Pod',
    'ReplicationController',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apps/v1': ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'batch/v1': ['CronJob', 'Job'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': [
    'ClusterRole',
    'ClusterRoleBinding',
    'Role',
    'RoleBinding',
  ],
  'storage.k8s.io/v1': ['CSIDriver', 'StorageClass'],
  'apiextensions.k8s.io/v1': ['CustomResourceDefinition'],
  'admissionregistration.k8s.io/v1': [
    'MutatingWebhookConfiguration',
    'ValidatingWebhookConfiguration',
  ],
  'networking.istio.io/v1': [
    'DestinationRule',
    'Gateway',
    'ServiceEntry',
    'Sidecar',
    'VirtualService',
    'WorkloadEntry',
    'WorkloadGroup',
  ],
  'networking.istio.io/v1alpha3': ['EnvoyFilter'],
  'security.istio.io/v1': [
    'AuthorizationPolicy',
    'PeerAuthentication',
    'RequestAuthentication',
  ],
  'extensions.istio.io/v1alpha1': ['WasmPlugin'],
  'telemetry.istio.io/v1': ['Telemetry'],
};

const BY_KIND = new Map(
  Object.entries(API_VERSIONS).flatMap(([apiVersion, kinds]) =>
    kinds.map(kind => [kind, apiVersion] as const),
  ),
);

/** Kinds without a namespace. */
export const CLUSTER_KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'PersistentVolume',
  'ClusterRole',
  'ClusterRoleBinding',
  'StorageClass',
  'CSIDriver',
  'IngressClass',
  'CustomResourceDefinition',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

/** The type of a pattern's service: `DestinationRule.Istio` is a kind and the model that knows it. */
export function kindOfType(type: string): { kind: string; model?: string } {
  const dot = type.indexOf('.');
  if (dot < 0) return { kind: type };
  const suffix = type.slice(dot + 1).toLowerCase();
  return {
    kind: type.slice(0, dot),
    model: suffix === 'k8s' ? 'kubernetes' : suffix.replaceAll('.', '-'),
  };
}

/** The version of the API of a kind that is named without one; undefined for kinds that nobody serves. */
export function apiVersionOf(kind: string): string | undefined {
  return BY_KIND.get(kind);
}
