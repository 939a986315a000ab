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

import { envoyGatewayOperations } from '../lifecycle/data/envoy-gateway';
import type { MeshDefinitionInput } from '../model/definition';
import { RENDERED, source, unknownSkew } from './facts';

const MATRIX = 'envoyproxy/gateway:site/content/en/news/releases/matrix.md';
const CHART_README = 'envoyproxy/gateway:charts/gateway-helm/README.md';
const CHARTS = 'oci://docker.io/envoyproxy';

/** Envoy Gateway. */
export const envoyGateway: MeshDefinitionInput = {
  id: 'envoy-gateway',
  displayName: 'Envoy Gateway',
  kind: 'gateway',
  mode: 'none',
  summary: 'Gateway API implementation that runs a fleet of Envoy proxies.',
  links: [
    { title: 'Documentation', url: 'https://gateway.envoyproxy.io/docs/' },
    {
      title: 'Compatibility matrix',
      url: 'https://gateway.envoyproxy.io/news/releases/matrix/',
    },
  ],
  lifecycle: { state: 'active', source: source(MATRIX) },
  versioning: 'semver',
  versions: [
    {
      line: '1.9',
      latest: '1.9.0',
      endOfLife: '2027-02-14',
      kubernetes: '>=1.33.0 <1.37.0',
      gatewayApi: '~1.6.1',
      source: source(MATRIX),
      confirmed: true,
    },
    {
      line: '1.8',
      latest: '1.8.3',
      gatewayApi: '~1.5.1',
      source: source(MATRIX),
      confirmed: true,
    },
    {
      line: '1.7',
      gatewayApi: '~1.4.1',
      source: source(MATRIX),
      confirmed: true,
    },
    {
      line: '1.6',
      gatewayApi: '~1.4.0',
      source: source(MATRIX),
      confirmed: true,
    },
  ],
  skew: unknownSkew(MATRIX),
  namespaces: ['envoy-gateway-system'],
  charts: [
    {
      name: 'gateway-crds-helm',
      repository: CHARTS,
      release: 'eg-crds',
      namespace: 'envoy-gateway-system',
      order: 1,
      // Only where the main chart runs without its own CRDs.
      optional: true,
      crds: 'templates',
      source: source('envoyproxy/gateway:site (install-helm)'),
    },
    {
      name: 'gateway-helm',
      repository: CHARTS,
      release: 'eg',
      namespace: 'envoy-gateway-system',
      order: 2,
      optional: false,
      crds: 'crds-folder',
      source: source(CHART_README),
    },
  ],
  detect: {
    instance: {},
    components: [
      {
        id: 'controller',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { 'control-plane': 'envoy-gateway' },
        image: '(^|[/-])gateway$',
        version: [
          { from: 'image', container: 'envoy-gateway' },
          { from: 'label', key: 'app.kubernetes.io/version' },
        ],
        ports: [18000, 18001, 18002, 19001],
        weight: 0.5,
      },
      {
        id: 'proxy',
        role: 'gateway',
        kinds: ['Deployment.apps', 'DaemonSet.apps'],
        // On proxies of one Gateway and on those that serve all Gateways of a class alike.
        labels: {
          'app.kubernetes.io/managed-by': 'envoy-gateway',
          'app.kubernetes.io/component': 'proxy',
        },
        // Tags of the proxy are Envoy's versions.
        version: [],
        weight: 0.05,
      },
    ],
    requires: ['controller'],
    crdGroups: [{ group: 'gateway.envoyproxy.io', weight: 0.2 }],
    webhooks: [
      {
        name: '^topology\\.webhook\\.gateway\\.envoyproxy\\.io$',
        weight: 0.05,
      },
    ],
    configMaps: [{ name: 'envoy-gateway-config', weight: 0.05 }],
    gatewayControllers: ['gateway.envoyproxy.io/gatewayclass-controller'],
    helmReleases: ['eg'],
    threshold: 0.5,
    managed: [],
  },
  onboard: [],
  proxy: {
    type: 'gateway',
    containers: [],
    podLabels: [
      { 'gateway.envoyproxy.io/owning-gateway-name': '*' },
      { 'gateway.envoyproxy.io/owning-gatewayclass': '*' },
    ],
    podAnnotations: [],
    version: [],
    bypassUids: [],
  },
  mtls: { resolver: 'none' },
  sources: [
    source(MATRIX),
    source(CHART_README),
    source(
      'envoyproxy/gateway (rendered: gateway-helm 1.8.3, 1.9.0)',
      RENDERED,
    ),
  ],
  operations: envoyGatewayOperations,
};
