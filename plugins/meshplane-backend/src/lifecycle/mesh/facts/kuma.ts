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

import type { KumaFacts, ObjectReader } from '@meshplane/meshes';

const GROUP = 'kuma.io';
/** Policies of the first generation, which Kuma 3.0 no longer knows. */
const LEGACY = [
  'CircuitBreaker',
  'FaultInjection',
  'HealthCheck',
  'ProxyTemplate',
  'RateLimit',
  'Retry',
  'Timeout',
  'TrafficLog',
  'TrafficPermission',
  'TrafficRoute',
  'TrafficTrace',
  'VirtualOutbound',
];
const BUILT_IN_GATEWAY = [
  'MeshGateway',
  'MeshGatewayInstance',
  'MeshGatewayRoute',
];
const MESH_ANNOTATION = 'kuma.io/mesh';

/** What Kuma 3.0 would no longer understand, as far as the inventory has it. */
export function kumaFactsOf(snapshot: ObjectReader): KumaFacts {
  const identities = new Set(
    snapshot
      .list(`MeshIdentity.${GROUP}`)
      .flatMap(({ metadata }) => metadata.labels?.[MESH_ANNOTATION] ?? []),
  );
  return {
    meshesWithOnlyMtls: snapshot
      .list(`Mesh.${GROUP}`)
      .filter(
        ({ metadata, spec }) =>
          spec?.mtls !== undefined && !identities.has(metadata.name),
      )
      .map(({ metadata }) => metadata.name),
    legacyPolicies: LEGACY.map(kind => ({
      kind,
      objects: snapshot.list(`${kind}.${GROUP}`).length,
    })).filter(({ objects }) => objects > 0),
    meshAnnotations: snapshot
      .list('Namespace')
      .filter(
        ({ metadata }) => metadata.annotations?.[MESH_ANNOTATION] !== undefined,
      )
      .map(({ metadata }) => `Namespace ${metadata.name}`),
    builtInGateways: BUILT_IN_GATEWAY.flatMap(kind =>
      snapshot
        .list(`${kind}.${GROUP}`)
        .map(({ metadata }) => `${kind} ${metadata.name}`),
    ),
    controlPlaneMode: controlPlaneMode(snapshot),
  };
}

function controlPlaneMode(snapshot: ObjectReader): string | undefined {
  const containers = snapshot
    .list('Deployment.apps')
    .filter(({ metadata }) => metadata.labels?.app === 'kuma-control-plane')
    .flatMap(({ spec }) => spec.template.spec.containers);
  return containers
    .flatMap(({ env }) => env ?? [])
    .find(({ name }) => name === 'KUMA_MODE')?.value;
}
