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

import { linkerdOperations } from '../lifecycle/data/linkerd';
import type { MeshDefinitionInput, VersionLine } from '../model/definition';
import { RENDERED, source } from './facts';

const VERSIONS = 'linkerd/website:linkerd.io/data/versions.yaml';
const K8S_VERSIONS = 'linkerd/website:docs/reference/k8s-versions.md';
const EDGE_CHARTS = 'https://helm.linkerd.io/edge';
const CONTROLLER_IMAGE = '(^|[/-])controller$';

const versions: VersionLine[] = [
  {
    line: '2.20',
    latest: 'edge-26.8.3',
    firstEdge: 'edge-26.6.3',
    released: '2026-06-23',
    kubernetes: '>=1.31.0 <1.36.0',
    gatewayApi: '>=1.2.1 <=1.5.1',
    statedSupport: 'supported',
    source: source(VERSIONS),
    confirmed: true,
  },
  {
    // The edge release it starts with is not recorded, so edges between 2.18 and 2.20 are called 2.18 or newer.
    line: '2.19',
    kubernetes: '>=1.22.0 <1.36.0',
    gatewayApi: '>=1.1.1 <=1.2.1',
    source: source(K8S_VERSIONS),
    confirmed: true,
  },
  {
    line: '2.18',
    firstEdge: 'edge-25.4.4',
    released: '2025-04-23',
    kubernetes: '<1.33.0',
    gatewayApi: '>=1.1.1 <=1.2.1',
    source: source(VERSIONS),
    confirmed: true,
  },
  {
    line: '2.17',
    firstEdge: 'edge-24.11.8',
    released: '2024-12-05',
    source: source(VERSIONS, RENDERED),
    confirmed: true,
  },
  {
    line: '2.16',
    firstEdge: 'edge-24.8.2',
    released: '2024-08-13',
    source: source(VERSIONS, RENDERED),
    confirmed: true,
  },
  {
    line: '2.15',
    firstEdge: 'edge-24.2.4',
    released: '2024-02-21',
    source: source(VERSIONS, RENDERED),
    confirmed: true,
  },
];

/** Linkerd: open source as edge releases, stable builds from vendors. */
export const linkerd: MeshDefinitionInput = {
  id: 'linkerd',
  displayName: 'Linkerd',
  kind: 'mesh',
  mode: 'sidecar',
  summary:
    'Service mesh with its own small proxy in every pod and encryption between meshed pods by default.',
  links: [
    { title: 'Documentation', url: 'https://linkerd.io/docs/' },
    { title: 'Releases', url: 'https://linkerd.io/releases/' },
  ],
  lifecycle: { state: 'active', source: source(VERSIONS) },
  versioning: 'calendar-edge',
  versions,
  skew: {
    controlPlaneAheadMinors: 1,
    dataPlaneMayBeAhead: false,
    source: source('linkerd.io/docs/tasks/upgrade'),
    confirmed: true,
  },
  namespaces: ['linkerd'],
  charts: [
    {
      name: 'linkerd2-cni',
      repository: EDGE_CHARTS,
      release: 'linkerd-cni',
      namespace: 'linkerd-cni',
      order: 1,
      optional: true,
      crds: 'none',
      source: source('linkerd/linkerd2:charts'),
    },
    {
      name: 'linkerd-crds',
      repository: EDGE_CHARTS,
      release: 'linkerd-crds',
      namespace: 'linkerd',
      order: 2,
      optional: false,
      crds: 'separate-chart',
      source: source('linkerd/linkerd2:charts/linkerd-crds/templates'),
    },
    {
      name: 'linkerd-control-plane',
      repository: EDGE_CHARTS,
      release: 'linkerd-control-plane',
      namespace: 'linkerd',
      order: 3,
      optional: false,
      crds: 'none',
      source: source('linkerd/linkerd2:charts/linkerd-control-plane'),
    },
    {
      name: 'linkerd-viz',
      repository: EDGE_CHARTS,
      release: 'linkerd-viz',
      namespace: 'linkerd-viz',
      order: 4,
      optional: true,
      crds: 'none',
      source: source('linkerd/linkerd2:viz/charts'),
    },
  ],
  detect: {
    instance: {},
    components: [
      {
        id: 'destination',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: {
          'linkerd.io/control-plane-component': 'destination',
          'linkerd.io/control-plane-ns': '*',
        },
        image: CONTROLLER_IMAGE,
        version: [
          { from: 'image', pattern: CONTROLLER_IMAGE },
          { from: 'label', key: 'app.kubernetes.io/version' },
        ],
        weight: 0.4,
      },
      {
        id: 'identity',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: {
          'linkerd.io/control-plane-component': 'identity',
          'linkerd.io/control-plane-ns': '*',
        },
        image: CONTROLLER_IMAGE,
        version: [
          { from: 'image', pattern: CONTROLLER_IMAGE },
          { from: 'label', key: 'app.kubernetes.io/version' },
        ],
        weight: 0.15,
      },
      {
        id: 'proxy-injector',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: {
          'linkerd.io/control-plane-component': 'proxy-injector',
          'linkerd.io/control-plane-ns': '*',
        },
        image: CONTROLLER_IMAGE,
        version: [
          { from: 'image', pattern: CONTROLLER_IMAGE },
          { from: 'label', key: 'app.kubernetes.io/version' },
        ],
        weight: 0.15,
      },
      {
        id: 'linkerd-cni',
        role: 'cni',
        kinds: ['DaemonSet.apps'],
        labels: {
          'k8s-app': 'linkerd-cni',
          'linkerd.io/cni-resource': 'true',
        },
        image: '(^|/)cni-plugin$',
        version: [{ from: 'image', pattern: '(^|/)cni-plugin$' }],
        perCluster: true,
        weight: 0.05,
      },
      {
        id: 'extension',
        role: 'extension',
        kinds: ['Deployment.apps'],
        labels: { 'linkerd.io/extension': '*' },
        version: [{ from: 'label', key: 'app.kubernetes.io/version' }],
        weight: 0.02,
      },
    ],
    requires: ['destination'],
    crdGroups: [
      { group: 'policy.linkerd.io', weight: 0.05 },
      { group: 'linkerd.io', weight: 0.05 },
      { group: 'workload.linkerd.io', weight: 0.02 },
    ],
    webhooks: [
      { name: '^linkerd-proxy-injector\\.linkerd\\.io$', weight: 0.1 },
      {
        name: '^linkerd-(sp|policy)-validator\\.linkerd\\.io$',
        weight: 0.05,
      },
    ],
    configMaps: [
      { name: 'linkerd-config', weight: 0.05 },
      { name: 'linkerd-identity-trust-roots', weight: 0.02 },
    ],
    gatewayControllers: [],
    helmReleases: ['linkerd-control-plane', 'linkerd-crds'],
    threshold: 0.5,
    managed: [],
  },
  onboard: [
    {
      scope: 'namespace',
      kind: 'annotation',
      key: 'linkerd.io/inject',
      on: ['enabled', 'ingress'],
      off: ['disabled'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'asks for proxy injection',
    },
    {
      scope: 'workload',
      kind: 'annotation',
      key: 'linkerd.io/inject',
      on: ['enabled', 'ingress'],
      off: ['disabled'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'decides on proxy injection for this workload',
    },
  ],
  proxy: {
    type: 'sidecar',
    containers: ['linkerd-proxy'],
    podLabels: [{ 'linkerd.io/control-plane-ns': '*' }],
    podAnnotations: [{ 'linkerd.io/proxy-version': '*' }],
    version: [
      { from: 'image', container: 'linkerd-proxy' },
      { from: 'annotation', key: 'linkerd.io/proxy-version' },
    ],
    controlPlaneNamespaceLabel: 'linkerd.io/control-plane-ns',
    bypassUids: [2102],
  },
  mtls: {
    resolver: 'linkerd',
    source: source('linkerd/linkerd2:charts/linkerd-control-plane/values.yaml'),
  },
  sources: [
    source(VERSIONS),
    source(K8S_VERSIONS),
    source('linkerd/website:docs/features/gateway-api.md'),
    source(
      'linkerd/linkerd2:charts (rendered: 2026.6.3 and 2026.8.3)',
      RENDERED,
    ),
  ],
  operations: linkerdOperations,
};
