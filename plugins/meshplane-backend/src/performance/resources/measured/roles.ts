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

import {
  meshDefinitions,
  type ContainerSpec,
  type Pod,
} from '@meshplane/meshes';
import type { MeasuredContainer, ResourceRole } from './MeasuredSet';

/** Names that products give to the proxy beside an application. */
const SIDECARS: ReadonlySet<string> = new Set(
  meshDefinitions
    .filter(({ proxy }) => proxy.type === 'sidecar')
    .flatMap(({ proxy }) => proxy.containers),
);

/** On the pods of a waypoint of Istio. */
const WAYPOINT = {
  label: 'gateway.istio.io/managed',
  value: 'istio.io-mesh-controller',
};

/**
 * Labels that say that a pod is the proxy of a Gateway, of the Gateway API's own and of products. Sidecars of such pods
 * are the gateway itself.
 */
const GATEWAY_LABELS = [
  'gateway.networking.k8s.io/gateway-name',
  ...meshDefinitions
    .filter(({ proxy }) => proxy.type === 'gateway')
    .flatMap(({ proxy }) => proxy.podLabels)
    .flatMap(labels => Object.keys(labels))
    .filter(label => label.includes('/')),
];

/** Whether the pod is a proxy that stands in front of others, and which kind. */
export function proxyRoleOf(pod: Pod): 'waypoint' | 'gateway' | undefined {
  const labels = pod.metadata.labels ?? {};
  if (labels[WAYPOINT.label] === WAYPOINT.value) return 'waypoint';
  const isIngress =
    labels.istio === 'ingressgateway' ||
    labels['operator.istio.io/component'] === 'IngressGateways';
  return isIngress || GATEWAY_LABELS.some(label => label in labels)
    ? 'gateway'
    : undefined;
}

/**
 * Containers of a pod that use CPU while it runs, with their roles; init containers only where they go on running.
 *
 * @param role - of the whole pod; absent: an application, with the proxy in it apart
 */
export function containersOf(
  pod: Pod,
  role?: ResourceRole,
): MeasuredContainer[] {
  const podRole = role ?? proxyRoleOf(pod);
  const running = [
    ...pod.spec.containers,
    ...(pod.spec.initContainers ?? []).filter(
      ({ restartPolicy }) => restartPolicy === 'Always',
    ),
  ];
  return running.map(container => ({
    role: podRole ?? roleOf(container),
    namespace: pod.metadata.namespace ?? '',
    pod: pod.metadata.name,
    container: container.name,
    ...(pod.spec.nodeName && { node: pod.spec.nodeName }),
  }));
}

function roleOf({ name }: ContainerSpec): ResourceRole {
  return SIDECARS.has(name) ? 'sidecar' : 'application';
}
