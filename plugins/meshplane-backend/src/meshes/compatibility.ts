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
  gatewayApiCompatibility,
  kubernetesCompatibility,
  type MeshDefinition,
  type MeshInstance,
  type MeshReport,
} from '@meshplane/meshes';
import type { MeshDetail } from '@meshplane/plugin-meshplane-common';

/** Whether a mesh goes together with the Kubernetes and the Gateway API of its cluster, in words. */
export function compatibilityOf(
  mesh: Pick<MeshInstance, 'definition' | 'version' | 'kind'>,
  surroundings: {
    report: Pick<MeshReport, 'meshes'>;
    definitions: readonly MeshDefinition[];
    kubernetesVersion: string | undefined;
  },
): MeshDetail['compatibility'] {
  const { report, definitions, kubernetesVersion } = surroundings;
  const definition = definitions.find(({ id }) => id === mesh.definition);
  if (!definition) return [];
  const kubernetes = kubernetesCompatibility(
    definition,
    mesh.version,
    kubernetesVersion,
  );
  const result: MeshDetail['compatibility'] = [
    {
      subject: 'kubernetes',
      state: kubernetes.state,
      text: kubernetes.text,
    },
  ];
  // A CRD bundle needs no CRD bundle.
  if (mesh.kind === 'crds') return result;
  const bundle = report.meshes.find(({ kind }) => kind === 'crds');
  const gatewayApi = gatewayApiCompatibility(
    definition,
    mesh.version,
    bundle?.version,
  );
  return [
    ...result,
    {
      subject: 'gateway-api',
      state: gatewayApi.state,
      text: gatewayApi.text,
    },
  ];
}
