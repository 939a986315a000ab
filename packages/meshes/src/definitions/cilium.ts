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

import { ciliumOperations } from '../lifecycle/data/cilium';
import type { MeshDefinitionInput } from '../model/definition';
import { RENDERED, source } from './facts';

const CHART = 'cilium/charts';
const REPORTS = 'kubernetes-sigs/gateway-api:conformance/reports';

/** Cilium: usually present as the CNI, mesh features are switches of it. */
export const cilium: MeshDefinitionInput = {
  id: 'cilium',
  displayName: 'Cilium',
  kind: 'mesh',
  mode: 'node',
  summary:
    'Cluster network (CNI) with mesh features that are switched on one by one: Gateway API, encryption, mutual authentication.',
  links: [
    { title: 'Documentation', url: 'https://docs.cilium.io/en/stable/' },
    {
      title: 'Service mesh',
      url: 'https://docs.cilium.io/en/stable/network/servicemesh/',
    },
  ],
  lifecycle: { state: 'active', source: source(REPORTS) },
  versioning: 'semver',
  versions: [
    {
      line: '1.20',
      latest: '1.20.2',
      // The chart accepts this range; what upstream tests with is not confirmed.
      kubernetes: '>=1.21.0',
      // Conformance was reported on this bundle; other bundles were not.
      gatewayApi: '~1.6.1',
      statedSupport: 'supported',
      source: source(`${REPORTS} (v1.20.0, 2026-07-31), ${CHART}`),
      confirmed: true,
      unconfirmed: ['kubernetes', 'gatewayApi'],
    },
    {
      line: '1.19',
      latest: '1.19.6',
      kubernetes: '>=1.21.0',
      source: source(CHART, RENDERED),
      confirmed: true,
      unconfirmed: ['kubernetes'],
    },
  ],
  skew: {
    controlPlaneAheadMinors: 1,
    dataPlaneMayBeAhead: false,
    source: source('cilium/cilium:Documentation/operations/upgrade.rst'),
    // Upgrades go one minor at a time; the procedure of 1.20 is not confirmed.
    confirmed: false,
  },
  namespaces: ['kube-system'],
  charts: [
    {
      name: 'cilium',
      repository: 'https://helm.cilium.io',
      release: 'cilium',
      namespace: 'kube-system',
      order: 1,
      optional: false,
      crds: 'none',
      source: source(CHART),
    },
  ],
  detect: {
    instance: {},
    components: [
      {
        id: 'cilium-agent',
        role: 'cni',
        kinds: ['DaemonSet.apps'],
        labels: { 'k8s-app': 'cilium' },
        image: '(^|/)cilium$',
        version: [{ from: 'image', pattern: '(^|/)cilium$' }],
        // Managed clusters may run the agent with an operator of their own.
        perCluster: true,
        weight: 0.5,
      },
      {
        id: 'cilium-operator',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { 'io.cilium/app': 'operator' },
        image: '(^|/)operator(-(generic|aws|azure|alibabacloud))?$',
        version: [{ from: 'image' }],
        ports: [9234, 9963],
        weight: 0.3,
      },
      {
        id: 'cilium-envoy',
        role: 'data-plane',
        kinds: ['DaemonSet.apps'],
        labels: { 'k8s-app': 'cilium-envoy' },
        image: '(^|/)cilium-envoy$',
        // Its tag is Envoy's version, not Cilium's.
        version: [],
        ports: [9964],
        weight: 0.05,
      },
      {
        id: 'hubble-relay',
        role: 'extension',
        kinds: ['Deployment.apps'],
        labels: { 'k8s-app': 'hubble-relay' },
        image: '(^|/)hubble-relay$',
        version: [{ from: 'image' }],
        weight: 0.02,
      },
    ],
    requires: ['cilium-agent'],
    crdGroups: [{ group: 'cilium.io', weight: 0.1 }],
    webhooks: [],
    configMaps: [
      { name: 'cilium-config', namespace: 'kube-system', weight: 0.1 },
    ],
    gatewayControllers: ['io.cilium/gateway-controller'],
    helmReleases: ['cilium'],
    threshold: 0.5,
    managed: [
      {
        by: 'cni',
        always: true,
        text: 'Cilium is the network of this cluster: installing or removing it here would cut every connection, so it is only shown.',
      },
    ],
  },
  onboard: [
    {
      scope: 'namespace',
      kind: 'label',
      key: 'io.cilium/mtls-enabled',
      on: ['true'],
      off: ['false'],
      // Whether running pods are captured without a restart is not confirmed.
      restartNeeded: false,
      conflictsWith: [],
      text: 'asks for mutual TLS by ztunnel',
    },
  ],
  proxy: {
    type: 'node',
    containers: [],
    podLabels: [],
    podAnnotations: [],
    version: [],
    nodeComponent: 'cilium-agent',
    capturedByIntent: true,
    bypassUids: [],
  },
  mtls: {
    resolver: 'cilium',
    source: source('cilium/cilium:Documentation/security/network'),
  },
  sources: [
    source(REPORTS),
    source('cilium/charts (rendered: 1.19.6 and 1.20.0)', RENDERED),
    source(
      'cilium/cilium:Documentation/network/servicemesh/gateway-api/installation.rst',
    ),
  ],
  operations: ciliumOperations,
};
