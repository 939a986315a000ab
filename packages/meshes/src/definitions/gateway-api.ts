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

import { gatewayApiOperations } from '../lifecycle/data/gateway-api';
import type { MeshDefinitionInput } from '../model/definition';
import { NO_PROXY, RENDERED, source, unknownSkew } from './facts';

const REPOSITORY = 'kubernetes-sigs/gateway-api';
const MATRICES =
  'envoyproxy/gateway:site/content/en/news/releases/matrix.md, nginx/nginx-gateway-fabric:README.md';

/** The Gateway API CRDs: one bundle per cluster, needed by every gateway and several meshes. */
export const gatewayApi: MeshDefinitionInput = {
  id: 'gateway-api',
  displayName: 'Gateway API',
  kind: 'crds',
  mode: 'none',
  summary:
    'Custom resource definitions that gateways and meshes share. One version and channel for the whole cluster.',
  links: [
    { title: 'Documentation', url: 'https://gateway-api.sigs.k8s.io/' },
    {
      title: 'Releases',
      url: 'https://github.com/kubernetes-sigs/gateway-api/releases',
    },
  ],
  lifecycle: { state: 'active', source: source(REPOSITORY) },
  versioning: 'semver',
  versions: [
    {
      line: '1.6',
      latest: '1.6.1',
      statedSupport: 'supported',
      source: source(`${REPOSITORY}:config/crd (v1.6.1)`),
      confirmed: true,
    },
    {
      line: '1.5',
      latest: '1.5.1',
      source: source(`${REPOSITORY}:config/crd (v1.5.1)`),
      confirmed: true,
    },
    {
      line: '1.4',
      latest: '1.4.1',
      source: source(MATRICES),
      confirmed: true,
    },
    {
      line: '1.3',
      latest: '1.3.0',
      source: source(MATRICES, RENDERED),
      confirmed: true,
    },
    {
      line: '1.2',
      latest: '1.2.1',
      source: source('linkerd/website:docs/features/gateway-api.md'),
      confirmed: true,
    },
    {
      line: '1.1',
      latest: '1.1.1',
      source: source('linkerd/website:docs/features/gateway-api.md'),
      confirmed: true,
    },
  ],
  skew: unknownSkew(REPOSITORY),
  namespaces: [],
  // Installed from the manifest of a release by server-side apply; there is no official chart.
  charts: [],
  detect: {
    instance: {},
    components: [],
    crdAnnotations: {
      version: 'gateway.networking.k8s.io/bundle-version',
      channel: 'gateway.networking.k8s.io/channel',
    },
    crdGroups: [
      { group: 'gateway.networking.k8s.io', weight: 0.9 },
      { group: 'gateway.networking.x-k8s.io', weight: 0.1 },
    ],
    webhooks: [],
    configMaps: [],
    gatewayControllers: [],
    helmReleases: [],
    threshold: 0.5,
    managed: [],
  },
  onboard: [],
  proxy: NO_PROXY,
  mtls: { resolver: 'none' },
  sources: [
    source(`${REPOSITORY}:config/crd/standard`, RENDERED),
    source(`${REPOSITORY}:config/crd/experimental`, RENDERED),
  ],
  operations: gatewayApiOperations,
};
