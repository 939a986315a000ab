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

import type { MeshReport } from '@meshplane/meshes';

/** Namespaces that belong to Kubernetes itself. */
const KUBERNETES_NAMESPACES = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
]);

/**
 * Namespaces whose workloads nobody would onboard: those of Kubernetes and those in which control planes run. Gateways
 * are left out on purpose, as they often run beside the workloads that they serve.
 */
export function systemNamespacesOf(
  report: Pick<MeshReport, 'meshes'>,
): ReadonlySet<string> {
  const namespaces = new Set(KUBERNETES_NAMESPACES);
  for (const mesh of report.meshes) {
    for (const component of mesh.components) {
      const { namespace } = component.object;
      if (namespace && ['control-plane', 'cni'].includes(component.role))
        namespaces.add(namespace);
    }
  }
  return namespaces;
}
