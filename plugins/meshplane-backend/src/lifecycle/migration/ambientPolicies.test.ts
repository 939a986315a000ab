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
  objectsFrom,
  type CustomResource,
} from '@meshplane/meshes';
import { ambientPolicies } from './ambientPolicies';
import { leftBehind } from './leftBehind';
import { moveKind } from './pairs';

const definition = (id: string) => meshDefinitions.find(one => one.id === id)!;
const object = (apiVersion: string, kind: string, spec: object) =>
  ({
    apiVersion,
    kind,
    metadata: { name: kind.toLowerCase(), namespace: 'shop' },
    spec,
  } as CustomResource);
const policy = (spec: object) =>
  object('security.istio.io/v1', 'AuthorizationPolicy', spec);
const check = (objects: CustomResource[], waypoint: boolean) =>
  ambientPolicies('shop', objectsFrom(objects), waypoint).map(
    ({ id, severity }) => `${severity} ${id}`,
  );

const onMethods = { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] };
const onIdentity = {
  rules: [
    {
      from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }],
      to: [{ operation: { ports: ['8080'] } }],
    },
  ],
};

it('lets policies on identities and ports move as they are', () => {
  expect(check([policy(onIdentity)], false)).toEqual([]);
});

it('blocks policies on requests without a waypoint, and those that are not attached to it', () => {
  expect(check([policy(onMethods)], false)).toEqual([
    'blocking request-policies',
  ]);
  expect(check([policy(onMethods)], true)).toEqual([
    'blocking request-policies',
  ]);
  const attached = policy({ ...onMethods, targetRefs: [{ name: 'api' }] });
  expect(check([attached], true)).toEqual([]);
});

it('warns of configuration that needs a waypoint or loses its effect', () => {
  const routed = object('networking.istio.io/v1', 'VirtualService', {});
  const filter = object('networking.istio.io/v1alpha3', 'EnvoyFilter', {});
  expect(check([routed, filter], false)).toEqual([
    'warning waypoint-needed',
    'warning no-effect-in-ambient',
  ]);
  expect(check([routed], true)).toEqual([]);
});

it('names what the new mesh does not read', () => {
  const split = object('split.smi-spec.io/v1alpha2', 'TrafficSplit', {});
  const objects = objectsFrom([split]);
  expect(
    leftBehind(
      definition('open-service-mesh'),
      definition('istio'),
      'shop',
      objects,
    ),
  ).toEqual(['TrafficSplit shop/trafficsplit']);
  expect(
    leftBehind(
      definition('istio'),
      definition('istio-ambient'),
      'shop',
      objects,
    ),
  ).toEqual([]);
});

it.each([
  ['istio', 'istio-ambient', 'sidecar-to-ambient'],
  ['open-service-mesh', 'linkerd', 'end-of-life'],
  ['aws-app-mesh', 'istio-ambient', 'end-of-life'],
  ['traefik-mesh', 'kuma', 'end-of-life'],
  ['nginx-service-mesh', 'consul', 'end-of-life'],
  ['open-service-mesh', 'cilium', undefined],
  ['linkerd', 'istio', undefined],
  ['istio-ambient', 'istio', undefined],
])('a move from %s to %s is %s', (from, to, kind) => {
  expect(moveKind(definition(from), definition(to))).toBe(kind);
});
