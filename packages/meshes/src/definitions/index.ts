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

import { meshDefinitionSchema, type MeshDefinition } from '../model/definition';
import { awsAppMesh } from './aws-app-mesh';
import { cilium } from './cilium';
import { consul } from './consul';
import { envoyGateway } from './envoy-gateway';
import { gatewayApi } from './gateway-api';
import { istio } from './istio';
import { istioAmbient } from './istio-ambient';
import { kgateway } from './kgateway';
import { kuma } from './kuma';
import { linkerd } from './linkerd';
import { nginxGatewayFabric } from './nginx-gateway-fabric';
import { nginxServiceMesh } from './nginx-service-mesh';
import { openServiceMesh } from './open-service-mesh';
import { traefik } from './traefik';
import { traefikMesh } from './traefik-mesh';

/**
 * Every mesh, gateway and CRD bundle that this version knows: meshes first, then shared CRDs, gateways and ended
 * products.
 *
 * @public
 */
export const meshDefinitions: readonly MeshDefinition[] = [
  istio,
  istioAmbient,
  linkerd,
  cilium,
  kuma,
  consul,
  gatewayApi,
  envoyGateway,
  kgateway,
  nginxGatewayFabric,
  traefik,
  openServiceMesh,
  awsAppMesh,
  nginxServiceMesh,
  traefikMesh,
].map(definition => {
  // A wrong value would otherwise show up as a mesh that is silently never found.
  const parsed = meshDefinitionSchema.safeParse(definition);
  if (!parsed.success)
    throw new Error(
      `The definition of "${definition.id}" breaks the schema: ${parsed.error.message}`,
    );
  return parsed.data;
});

const byId = new Map(meshDefinitions.map(d => [d.id, d]));

/**
 * The definition with this id.
 *
 * @throws Error that names the id and the known ones
 * @public
 */
export function getMeshDefinition(id: string): MeshDefinition {
  const definition = byId.get(id);
  if (!definition)
    throw new Error(
      `No mesh definition has the id "${id}"; known ids: ${[
        ...byId.keys(),
      ].join(', ')}`,
    );
  return definition;
}
