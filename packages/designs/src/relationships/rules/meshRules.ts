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

import type { Dictionary } from '../../importers/Importer';
import type { ValuePath } from '../../model/design';
import { at, objectsAt, textAt, textsAt } from '../../objects/reading';
import { equalityMatch } from '../../objects/selectors';
import type { ComponentIndex, Indexed } from '../ComponentIndex';
import type { RelationshipRule, Sightings } from '../Rule';

const GATEWAY_API = 'gateway.networking.k8s.io';
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'];

/** Routes of the Gateway API: what they hang on, and where they lead. */
const gatewayRoutes: RelationshipRule = {
  id: 'gateway-api/route',
  kind: 'edge',
  type: 'non-binding',
  subType: 'network',
  look(index, note) {
    for (const route of index.ofKind(...ROUTES)) {
      if (route.group !== GATEWAY_API) continue;
      objectsAt(route.component.configuration, 'spec', 'parentRefs').forEach(
        (parent, p) =>
          refer(
            note,
            route,
            parent,
            ['spec', 'parentRefs', p],
            'Gateway',
            'gets its requests from it',
          ),
      );
      objectsAt(route.component.configuration, 'spec', 'rules').forEach(
        (rule, r) => {
          objectsAt(rule, 'backendRefs').forEach((backend, b) =>
            refer(
              note,
              route,
              backend,
              ['spec', 'rules', r, 'backendRefs', b],
              'Service',
              'sends requests to it',
            ),
          );
          objectsAt(rule, 'filters').forEach((filter, f) => {
            const mirror = at(filter, 'requestMirror', 'backendRef');
            if (mirror)
              refer(
                note,
                route,
                mirror,
                [
                  'spec',
                  'rules',
                  r,
                  'filters',
                  f,
                  'requestMirror',
                  'backendRef',
                ],
                'Service',
                'sends copies of requests to it',
              );
          });
        },
      );
    }
    for (const gateway of index.ofKind('Gateway')) {
      const name = textAt(
        gateway.component.configuration,
        'spec',
        'gatewayClassName',
      );
      if (gateway.group !== GATEWAY_API || name === undefined) continue;
      for (const found of index.named('GatewayClass', name))
        note.found(gateway, found, 'is run by the controller of this class');
    }
  },
  connect: (from, to) => {
    if (
      !ROUTES.includes(from.kind) ||
      from.group !== GATEWAY_API ||
      to.name === undefined
    )
      return undefined;
    const elsewhere =
      to.namespace === from.namespace ? {} : { namespace: to.namespace };
    if (to.kind === 'Gateway' && to.group === GATEWAY_API) {
      const before = objectsAt(
        from.component.configuration,
        'spec',
        'parentRefs',
      );
      return before.some(one => textAt(one, 'name') === to.name)
        ? []
        : [
            {
              component: from,
              path: ['spec', 'parentRefs'],
              value: [...before, { name: to.name, ...elsewhere }],
            },
          ];
    }
    if (to.kind !== 'Service') return undefined;
    const port = at(to.component.configuration, 'spec', 'ports', 0, 'port');
    const before = objectsAt(
      from.component.configuration,
      'spec',
      'rules',
      0,
      'backendRefs',
    );
    return before.some(one => textAt(one, 'name') === to.name)
      ? []
      : [
          {
            component: from,
            path: ['spec', 'rules', 0, 'backendRefs'],
            value: [
              ...before,
              {
                name: to.name,
                ...elsewhere,
                ...(typeof port === 'number' && { port }),
              },
            ],
          },
        ];
  },
};

/** A reference as the Gateway API writes it: kind and namespace have defaults. */
function refer(
  note: Sightings,
  from: Indexed,
  ref: unknown,
  path: ValuePath,
  kind: string,
  why: string,
): void {
  const name = textAt(ref, 'name');
  if (name === undefined) return;
  const namespace = textAt(ref, 'namespace') ?? from.namespace;
  note.reference(
    from,
    { kinds: [textAt(ref, 'kind') ?? kind], name, namespace },
    [...path, 'name'],
    why,
  );
}

/** Routing of Istio: hosts that are Services of the design, and gateways. */
const istioRouting: RelationshipRule = {
  id: 'istio/routing',
  kind: 'edge',
  type: 'non-binding',
  subType: 'network',
  look(index, note) {
    for (const one of index.ofKind('VirtualService')) {
      const { configuration } = one.component;
      textsAt(configuration, 'spec', 'gateways').forEach((gateway, g) => {
        if (gateway === 'mesh') return;
        const [namespace, name] = gateway.includes('/')
          ? gateway.split('/')
          : [one.namespace, gateway];
        note.reference(
          one,
          { kinds: ['Gateway'], name, namespace },
          ['spec', 'gateways', g],
          'gets its requests from it',
        );
      });
      for (const protocol of ['http', 'tls', 'tcp']) {
        objectsAt(configuration, 'spec', protocol).forEach((route, r) =>
          objectsAt(route, 'route').forEach((target, t) =>
            host(
              index,
              note,
              one,
              textAt(target, 'destination', 'host'),
              ['spec', protocol, r, 'route', t, 'destination', 'host'],
              subsetText(target),
            ),
          ),
        );
      }
    }
    for (const one of index.ofKind('DestinationRule')) {
      host(
        index,
        note,
        one,
        textAt(one.component.configuration, 'spec', 'host'),
        ['spec', 'host'],
        'sets how requests to it are sent',
      );
    }
  },
};

function subsetText(target: Dictionary): string {
  const subset = textAt(target, 'destination', 'subset');
  return subset === undefined
    ? 'sends requests to it'
    : `sends requests to its subset "${subset}"`;
}

/** Hosts are short names or names of the cluster; others lead out of it. */
function host(
  index: ComponentIndex,
  note: Sightings,
  from: Indexed,
  value: string | undefined,
  path: ValuePath,
  why: string,
): void {
  if (value === undefined || value.includes('*')) return;
  const parts = value.split('.');
  const isOfCluster = parts.length <= 2 || parts[2] === 'svc';
  if (!isOfCluster) return;
  const [name, namespace = from.namespace] = parts;
  const entries = index
    .ofKind('ServiceEntry')
    .filter(entry =>
      textsAt(entry.component.configuration, 'spec', 'hosts').includes(value),
    );
  if (entries.length > 0) {
    entries.forEach(entry => note.found(from, entry, why));
    return;
  }
  note.reference(from, { kinds: ['Service'], name, namespace }, path, why);
}

const POLICIES = [
  'AuthorizationPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
  'Telemetry',
  'WasmPlugin',
  'EnvoyFilter',
  'Sidecar',
  'ProxyConfig',
];

/** Policies apply to workloads that they select, or to what they name as a target. */
const policies: RelationshipRule = {
  id: 'mesh/policy-target',
  kind: 'edge',
  type: 'non-binding',
  subType: 'policy',
  look(index, note) {
    for (const one of index.all) {
      const { configuration } = one.component;
      const target = at(configuration, 'spec', 'targetRef');
      const targets = objectsAt(configuration, 'spec', 'targetRefs');
      if (target)
        refer(
          note,
          one,
          target,
          ['spec', 'targetRef'],
          'Service',
          'applies to it',
        );
      targets.forEach((ref, t) =>
        refer(
          note,
          one,
          ref,
          ['spec', 'targetRefs', t],
          'Service',
          'applies to it',
        ),
      );
    }
    for (const one of index.ofKind(...POLICIES)) {
      const { configuration } = one.component;
      const selector =
        at(configuration, 'spec', 'selector', 'matchLabels') ??
        at(configuration, 'spec', 'workloadSelector', 'labels');
      const match = equalityMatch(selector);
      if (!match) continue;
      for (const workload of index.workloads(one.namespace)) {
        if (match(workload.pods!.labels))
          note.found(one, workload, 'selects its pods');
      }
    }
  },
};

/** Namespaces and Services of ambient mode send their requests through a waypoint. */
const waypoints: RelationshipRule = {
  id: 'istio/waypoint',
  kind: 'edge',
  type: 'non-binding',
  subType: 'network',
  look(index, note) {
    for (const one of index.ofKind('Namespace', 'Service')) {
      const labels = at(one.component.configuration, 'metadata', 'labels');
      const name = textAt(labels, 'istio.io/use-waypoint');
      if (name === undefined || name === 'none') continue;
      const own = one.kind === 'Namespace' ? one.name : one.namespace;
      const namespace =
        textAt(labels, 'istio.io/use-waypoint-namespace') ?? own;
      note.reference(
        one,
        { kinds: ['Gateway'], name, namespace },
        ['metadata', 'labels', 'istio.io/use-waypoint'],
        'requests to it go through this waypoint',
      );
    }
  },
  connect: (from, to) =>
    (from.kind === 'Namespace' || from.kind === 'Service') &&
    to.kind === 'Gateway' &&
    textAt(to.component.configuration, 'spec', 'gatewayClassName') ===
      'istio-waypoint' &&
    to.name !== undefined
      ? [
          {
            component: from,
            path: ['metadata', 'labels', 'istio.io/use-waypoint'],
            value: to.name,
          },
        ]
      : undefined,
};

export const meshRules: readonly RelationshipRule[] = [
  gatewayRoutes,
  istioRouting,
  policies,
  waypoints,
];
