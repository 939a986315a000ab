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

import { compare } from '../detection/references';
import { field, textField } from '../data-plane/mtls/settings';
import type { CustomResource } from '../model/objects';
import type { ObjectReader } from '../model/ObjectReader';

/** A gateway with the services that routes lead to from it, as `namespace/name`. */
export interface RoutedGateway {
  gateway: CustomResource;
  services: string[];
}

const GATEWAY_KINDS = [
  'Gateway.gateway.networking.k8s.io',
  'Gateway.networking.istio.io',
] as const;
const ROUTE_KINDS = [
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
];

/** The gateways of Gateway API and of Istio with the services behind them. */
export function routedGatewaysOf(objects: ObjectReader): RoutedGateway[] {
  const services = new Map<string, Set<string>>();
  const route = (gateway: string, service: string) => {
    const known = services.get(gateway) ?? new Set<string>();
    services.set(gateway, known.add(service));
  };
  for (const kind of ROUTE_KINDS)
    for (const object of objects.list(`${kind}.gateway.networking.k8s.io`))
      followRoute(object, route);
  for (const object of objects.list('VirtualService.networking.istio.io'))
    followVirtualService(object, route);
  return GATEWAY_KINDS.flatMap(kind =>
    objects.list(kind).map(gateway => ({
      gateway,
      services: [...(services.get(keyOf(kind, gateway)) ?? [])].sort(compare),
    })),
  );
}

type Route = (gateway: string, service: string) => void;

function followRoute({ metadata, spec }: CustomResource, route: Route) {
  const backends = list(spec, 'rules').flatMap(rule =>
    list(rule, 'backendRefs').flatMap(ref =>
      (textField(ref, 'kind') ?? 'Service') === 'Service'
        ? inNamespace(ref, metadata.namespace)
        : [],
    ),
  );
  for (const parent of list(spec, 'parentRefs')) {
    if ((textField(parent, 'kind') ?? 'Gateway') !== 'Gateway') continue;
    for (const gateway of inNamespace(parent, metadata.namespace))
      for (const service of backends)
        route(`${GATEWAY_KINDS[0]}/${gateway}`, service);
  }
}

function followVirtualService(
  { metadata, spec }: CustomResource,
  route: Route,
) {
  const hosts = ['http', 'tcp', 'tls'].flatMap(protocol =>
    list(spec, protocol).flatMap(rule =>
      list(rule, 'route').flatMap(
        target => textField(target, 'destination', 'host') ?? [],
      ),
    ),
  );
  for (const gateway of list(spec, 'gateways')) {
    if (typeof gateway !== 'string' || gateway === 'mesh') continue;
    const name = gateway.includes('/')
      ? gateway
      : `${metadata.namespace}/${gateway}`;
    for (const host of hosts) {
      const [service, namespace = metadata.namespace] = host.split('.');
      route(`${GATEWAY_KINDS[1]}/${name}`, `${namespace}/${service}`);
    }
  }
}

function inNamespace(ref: unknown, namespace: string | undefined): string[] {
  const name = textField(ref, 'name');
  return name === undefined
    ? []
    : [`${textField(ref, 'namespace') ?? namespace}/${name}`];
}

function list(value: unknown, name: string): unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}

function keyOf(kind: string, { metadata }: CustomResource): string {
  return `${kind}/${metadata.namespace}/${metadata.name}`;
}
