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

import type {
  CoverageState,
  MeshInstance,
  MeshReport,
  NamespaceCoverage,
  Reason,
  WorkloadCoverage,
} from '@meshplane/meshes';

/** A mesh as the detection reports it. */
export function meshInstance(
  overrides: Partial<MeshInstance> = {},
): MeshInstance {
  return {
    id: 'istio~istio-system~default',
    definition: 'istio',
    displayName: 'Istio',
    kind: 'mesh',
    mode: 'sidecar',
    namespace: 'istio-system',
    revision: 'default',
    tags: [],
    version: '1.30.3',
    health: 'healthy',
    reasons: [],
    support: { state: 'supported', text: 'Istio 1.30 is supported.' },
    management: { by: 'helm', readOnly: false, text: 'Installed with Helm' },
    confidence: 1,
    evidence: [],
    components: [
      {
        role: 'control-plane',
        object: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'istio-system',
          name: 'istiod',
        },
        health: 'healthy',
        reasons: [],
      },
    ],
    dataPlane: {
      pods: 3,
      workloads: 2,
      namespaces: ['shop'],
      versions: [
        { version: '1.30.3', pods: 2, skew: 'in-step' },
        { version: '1.27.0', pods: 1, skew: 'too-old' },
      ],
    },
    gateways: [],
    ...overrides,
  };
}

/** A workload with one pod. */
export function workloadRow(
  namespace: string,
  name: string,
  state: CoverageState,
  overrides: Partial<WorkloadCoverage> = {},
): WorkloadCoverage {
  const onMesh = state === 'on-mesh' ? 1 : 0;
  return {
    workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name },
    labels: { app: name },
    state,
    pods: { total: 1, ready: 1, onMesh },
    meshes: onMesh ? ['istio~istio-system~default'] : [],
    proxies: [],
    mtls: { mode: 'unknown', text: 'Nothing is declared' },
    services: [name],
    reasons: [],
    ...overrides,
  };
}

/** A namespace without workloads. */
export function namespaceRow(
  namespace: string,
  overrides: Partial<NamespaceCoverage> = {},
): NamespaceCoverage {
  return {
    namespace,
    state: 'off-mesh',
    intent: [],
    meshes: [],
    workloads: {
      'on-mesh': 0,
      partial: 0,
      'opted-out': 0,
      'off-mesh': 0,
      unknown: 0,
    },
    pods: { total: 0, ready: 0, onMesh: 0 },
    mtls: { mode: 'unknown', text: 'Nothing is declared' },
    reasons: [],
    ...overrides,
  };
}

/** A finding of a severity. */
export function reason(severity: Reason['severity'], text = 'why'): Reason {
  return { code: `code-${severity}`, severity, text };
}

const CONTROL_PLANE = { ...reason('info'), code: 'control-plane-namespace' };
const KUBERNETES = { ...reason('info'), code: 'system-namespace' };

/** Istio with a shop on it, a namespace that asks for it, and one that does not. */
export function shopReport(): MeshReport {
  return {
    meshes: [meshInstance()],
    namespaces: [
      namespaceRow('shop', {
        state: 'on-mesh',
        meshes: ['istio~istio-system~default'],
      }),
      namespaceRow('orders', {
        intent: [
          { definition: 'istio', on: true, text: 'asks for sidecar injection' },
        ],
      }),
      namespaceRow('tools'),
      namespaceRow('istio-system', { reasons: [CONTROL_PLANE] }),
      namespaceRow('kube-system', { reasons: [KUBERNETES] }),
    ],
    workloads: [
      workloadRow('shop', 'web', 'on-mesh'),
      workloadRow('shop', 'cart', 'partial', { reasons: [reason('error')] }),
      workloadRow('orders', 'orders', 'off-mesh', {
        reasons: [reason('warning', 'pod created before the label was set')],
      }),
      workloadRow('tools', 'backup', 'off-mesh'),
      workloadRow('istio-system', 'istiod', 'opted-out', {
        reasons: [CONTROL_PLANE],
      }),
      workloadRow('kube-system', 'coredns', 'off-mesh', {
        reasons: [KUBERNETES],
      }),
    ],
  };
}
