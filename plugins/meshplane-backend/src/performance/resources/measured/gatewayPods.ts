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

import type { CustomResource, ObjectReader, Pod } from '@meshplane/meshes';

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'].map(
  kind => `${kind}.gateway.networking.k8s.io`,
);

/** Labels by which products mark the pods of a Gateway: its name, and its namespace where that is told. */
const OWNER_LABELS = [
  { name: 'gateway.networking.k8s.io/gateway-name' },
  {
    name: 'gateway.envoyproxy.io/owning-gateway-name',
    namespace: 'gateway.envoyproxy.io/owning-gateway-namespace',
  },
];

/** Pods of the gateways and waypoints through which requests reach the namespaces, as routes and labels say. */
export function gatewayPodsOf(
  objects: ObjectReader,
  namespaces: ReadonlySet<string>,
): Pod[] {
  const gateways = new Map<string, { namespace: string; name: string }>();
  const add = (namespace: string, name: string) =>
    gateways.set(`${namespace}/${name}`, { namespace, name });
  const pods = new Set<Pod>();
  for (const namespace of namespaces) {
    for (const route of ROUTES.flatMap(kind => objects.list(kind, namespace))) {
      for (const parent of listIn(route, 'parentRefs')) {
        const kind = parent.kind ?? 'Gateway';
        if (kind === 'Gateway' && typeof parent.name === 'string') {
          add(textOr(parent.namespace, namespace), parent.name);
        }
      }
    }
    for (const { name, from } of waypointsOf(objects, namespace)) {
      add(from, name);
    }
    for (const pod of istioGatewayPods(objects, namespace)) pods.add(pod);
  }
  for (const gateway of gateways.values()) {
    for (const pod of podsOfGateway(objects, gateway)) pods.add(pod);
  }
  return [...pods];
}

/** The Gateway that a pod is the proxy of, as its labels say. */
export function gatewayNameOf({
  metadata,
}: Pod): { namespace?: string; name: string } | undefined {
  const labels = metadata.labels ?? {};
  const marks = OWNER_LABELS.find(({ name }) => name in labels);
  return (
    marks && {
      name: labels[marks.name],
      namespace: marks.namespace ? labels[marks.namespace] : metadata.namespace,
    }
  );
}

function podsOfGateway(
  objects: ObjectReader,
  wanted: { namespace: string; name: string },
): Pod[] {
  return objects.list('Pod').filter(pod => {
    const gateway = gatewayNameOf(pod);
    return (
      gateway?.name === wanted.name && gateway.namespace === wanted.namespace
    );
  });
}

/** Waypoints that the namespace or a Service of it asks for. */
function waypointsOf(
  objects: ObjectReader,
  namespace: string,
): { name: string; from: string }[] {
  const asking = [
    objects.get('Namespace', undefined, namespace),
    ...objects.list('Service', namespace),
  ];
  return asking.flatMap(object => {
    const labels = object?.metadata.labels;
    const name = labels?.['istio.io/use-waypoint'];
    return name === undefined || name === 'none'
      ? []
      : [
          {
            name,
            from: labels?.['istio.io/use-waypoint-namespace'] ?? namespace,
          },
        ];
  });
}

/** Istio's own way: a VirtualService names a Gateway, which selects pods anywhere. */
function istioGatewayPods(objects: ObjectReader, namespace: string): Pod[] {
  const names = objects
    .list('VirtualService.networking.istio.io', namespace)
    .flatMap(({ spec }) => spec?.gateways ?? [])
    .filter((name): name is string => typeof name === 'string');
  const selectors = [...new Set(names)].flatMap(reference => {
    const [first, second] = reference.split('/');
    const gateway = objects.get(
      'Gateway.networking.istio.io',
      second === undefined ? namespace : first,
      second ?? first,
    );
    const selector = gateway?.spec?.selector;
    return typeof selector === 'object' && selector !== null
      ? [Object.entries(selector as Record<string, unknown>)]
      : [];
  });
  return objects
    .list('Pod')
    .filter(({ metadata }) =>
      selectors.some(
        selector =>
          selector.length > 0 &&
          selector.every(([key, value]) => metadata.labels?.[key] === value),
      ),
    );
}

function listIn(
  object: CustomResource,
  key: string,
): Record<string, unknown>[] {
  const list = object.spec?.[key];
  return Array.isArray(list)
    ? list.filter(one => typeof one === 'object' && one !== null)
    : [];
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
