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

import { traefikOperations } from '../lifecycle/data/other-gateways';
import type { MeshDefinitionInput } from '../model/definition';
import { RENDERED, source, unknownSkew } from './facts';

const CHART = 'traefik/traefik-helm-chart';

/** Traefik Proxy as a gateway. */
export const traefik: MeshDefinitionInput = {
  id: 'traefik',
  displayName: 'Traefik Proxy',
  kind: 'gateway',
  mode: 'none',
  summary:
    'Reverse proxy and ingress; implements Gateway API when that provider is switched on.',
  links: [
    { title: 'Documentation', url: 'https://doc.traefik.io/traefik/' },
    {
      title: 'Helm chart',
      url: 'https://github.com/traefik/traefik-helm-chart',
    },
  ],
  lifecycle: { state: 'active', source: source(CHART) },
  versioning: 'semver',
  versions: [
    {
      line: '3.7',
      latest: '3.7.11',
      kubernetes: '>=1.25.0',
      gatewayApi: '~1.5.1',
      statedSupport: 'supported',
      source: source(`${CHART} (chart 41.3.0)`),
      confirmed: true,
    },
  ],
  skew: unknownSkew(CHART),
  namespaces: [],
  charts: [
    {
      name: 'traefik',
      repository: 'https://traefik.github.io/charts',
      release: 'traefik',
      namespace: 'traefik',
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
        id: 'proxy',
        role: 'control-plane',
        kinds: ['Deployment.apps', 'DaemonSet.apps'],
        labels: { 'app.kubernetes.io/name': 'traefik' },
        image: '(^|/)traefik$',
        version: [{ from: 'image', pattern: '(^|/)traefik$' }],
        weight: 0.5,
      },
    ],
    requires: ['proxy'],
    crdGroups: [{ group: 'traefik.io', weight: 0.2 }],
    webhooks: [],
    configMaps: [],
    gatewayControllers: ['traefik.io/gateway-controller'],
    helmReleases: ['traefik'],
    threshold: 0.5,
    managed: [],
  },
  onboard: [],
  // Control plane and proxy are one process: its own pods are the data plane.
  proxy: {
    type: 'gateway',
    containers: [],
    podLabels: [
      {
        'app.kubernetes.io/name': 'traefik',
        'app.kubernetes.io/instance': '*',
      },
    ],
    podAnnotations: [],
    version: [{ from: 'image', pattern: '(^|/)traefik$' }],
    bypassUids: [],
  },
  mtls: { resolver: 'none' },
  sources: [source(CHART), source(`${CHART}:traefik/templates`, RENDERED)],
  operations: traefikOperations,
};
