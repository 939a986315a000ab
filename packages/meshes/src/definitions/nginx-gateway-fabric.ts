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

import { nginxGatewayFabricOperations } from '../lifecycle/data/other-gateways';
import type { MeshDefinitionInput } from '../model/definition';
import { RENDERED, source, unknownSkew } from './facts';

const README = 'nginx/nginx-gateway-fabric:README.md';
/** Rows of lines that newer versions of the README no longer list. */
const OLDER_README = 'nginx/nginx-gateway-fabric:README.md (v2.4.0)';
const CHART = 'nginx/nginx-gateway-fabric:charts/nginx-gateway-fabric';

/** NGINX Gateway Fabric. */
export const nginxGatewayFabric: MeshDefinitionInput = {
  id: 'nginx-gateway-fabric',
  displayName: 'NGINX Gateway Fabric',
  kind: 'gateway',
  mode: 'none',
  summary: 'Gateway API implementation on NGINX, one Deployment per Gateway.',
  links: [
    {
      title: 'Documentation',
      url: 'https://docs.nginx.com/nginx-gateway-fabric/',
    },
  ],
  lifecycle: { state: 'active', source: source(README) },
  versioning: 'semver',
  versions: [
    {
      line: '2.6',
      latest: '2.6.7',
      kubernetes: '>=1.31.0',
      gatewayApi: '~1.5.1',
      statedSupport: 'supported',
      source: source(README),
      confirmed: true,
    },
    {
      line: '2.5',
      gatewayApi: '~1.5.1',
      source: source(README),
      confirmed: true,
    },
    {
      line: '2.4',
      gatewayApi: '~1.4.1',
      source: source(README),
      confirmed: true,
    },
    {
      line: '2.3',
      kubernetes: '>=1.25.0',
      gatewayApi: '~1.4.1',
      source: source(README),
      confirmed: true,
    },
    {
      line: '2.2',
      latest: '2.2.2',
      kubernetes: '>=1.25.0',
      gatewayApi: '~1.3.0',
      source: source(OLDER_README, RENDERED),
      confirmed: true,
    },
    {
      line: '2.1',
      latest: '2.1.4',
      kubernetes: '>=1.25.0',
      gatewayApi: '~1.3.0',
      source: source(OLDER_README, RENDERED),
      confirmed: true,
    },
    {
      line: '2.0',
      latest: '2.0.2',
      kubernetes: '>=1.25.0',
      gatewayApi: '~1.3.0',
      source: source(OLDER_README, RENDERED),
      confirmed: true,
    },
    {
      line: '1.6',
      latest: '1.6.2',
      kubernetes: '>=1.25.0',
      gatewayApi: '~1.2.1',
      source: source(OLDER_README, RENDERED),
      confirmed: true,
    },
  ],
  skew: unknownSkew(README),
  namespaces: ['nginx-gateway'],
  charts: [
    {
      name: 'nginx-gateway-fabric',
      repository: 'oci://ghcr.io/nginx/charts',
      release: 'ngf',
      namespace: 'nginx-gateway',
      order: 1,
      optional: false,
      crds: 'crds-folder',
      source: source(CHART),
    },
  ],
  detect: {
    instance: {},
    components: [
      {
        id: 'controller',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { 'app.kubernetes.io/name': 'nginx-gateway-fabric' },
        image: '(^|/)nginx-gateway-fabric$',
        version: [
          { from: 'image', pattern: '(^|/)nginx-gateway-fabric$' },
          { from: 'label', key: 'app.kubernetes.io/version' },
        ],
        weight: 0.5,
      },
      {
        id: 'proxy',
        role: 'gateway',
        kinds: ['Deployment.apps', 'DaemonSet.apps'],
        // Others put this label on their proxies as well: only together with the image it says NGINX.
        labels: { 'gateway.networking.k8s.io/gateway-name': '*' },
        image: '(^|/)nginx-gateway-fabric/nginx(-plus)?$',
        version: [
          {
            from: 'image',
            pattern: '(^|/)nginx-gateway-fabric/nginx(-plus)?$',
          },
        ],
        weight: 0.05,
      },
    ],
    requires: ['controller'],
    crdGroups: [{ group: 'gateway.nginx.org', weight: 0.2 }],
    webhooks: [],
    configMaps: [],
    gatewayControllers: ['gateway.nginx.org/nginx-gateway-controller'],
    helmReleases: ['ngf'],
    threshold: 0.5,
    managed: [],
  },
  onboard: [],
  proxy: {
    type: 'gateway',
    containers: ['nginx'],
    image: '(^|/)nginx-gateway-fabric/nginx(-plus)?$',
    podLabels: [],
    podAnnotations: [],
    version: [
      { from: 'image', pattern: '(^|/)nginx-gateway-fabric/nginx(-plus)?$' },
    ],
    bypassUids: [],
  },
  mtls: { resolver: 'none' },
  sources: [source(README), source(`${CHART}/templates`, RENDERED)],
  operations: nginxGatewayFabricOperations,
};
