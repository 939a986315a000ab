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

import { endedOperations } from '../lifecycle/data/other-gateways';
import type { MeshDefinitionInput } from '../model/definition';
import { NO_PROXY, RENDERED, source, unknownSkew } from './facts';

const ISSUE = 'traefik/mesh#870';
const CHART = 'traefik/mesh:helm/chart/mesh/templates';

/** Traefik Mesh: no releases since 2022. */
export const traefikMesh: MeshDefinitionInput = {
  id: 'traefik-mesh',
  displayName: 'Traefik Mesh',
  kind: 'mesh',
  mode: 'node',
  summary:
    'Mesh of one Traefik proxy per node, used by way of its own DNS names; no longer developed.',
  links: [{ title: 'Repository', url: 'https://github.com/traefik/mesh' }],
  lifecycle: {
    state: 'ended',
    ended: '2026-02-24',
    endedBy:
      'the maintainers said that nobody works on it any more (last release: 1.4.8, 2022)',
    wayOut:
      'Use Traefik Proxy as a gateway; for traffic between services move to another mesh.',
    source: source(ISSUE),
  },
  versioning: 'semver',
  versions: [
    {
      line: '1.4',
      latest: '1.4.8',
      source: source(ISSUE),
      confirmed: true,
    },
  ],
  skew: unknownSkew(ISSUE),
  namespaces: ['traefik-mesh', 'maesh'],
  charts: [],
  detect: {
    instance: {},
    components: [
      {
        id: 'controller',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { app: 'maesh', component: 'controller' },
        image: '(^|/)(traefik/mesh|traefik-mesh|containous/maesh|maesh)$',
        version: [
          {
            from: 'image',
            pattern: '(^|/)(traefik/mesh|traefik-mesh|containous/maesh|maesh)$',
          },
        ],
        ports: [9000],
        weight: 0.6,
      },
      {
        id: 'proxy',
        role: 'data-plane',
        kinds: ['DaemonSet.apps'],
        labels: { app: 'maesh', component: 'maesh-mesh' },
        image: '(^|/)traefik$',
        // The tag is Traefik Proxy's version.
        version: [],
        weight: 0.3,
      },
    ],
    requires: ['controller', 'proxy'],
    // Its CRDs are those of the Service Mesh Interface, which other ended meshes share.
    crdGroups: [],
    webhooks: [],
    configMaps: [],
    gatewayControllers: [],
    helmReleases: ['traefik-mesh'],
    threshold: 0.3,
    managed: [],
  },
  onboard: [],
  // Clients choose it by the name they call, so no pod carries a marker.
  proxy: { ...NO_PROXY, type: 'node', nodeComponent: 'proxy' },
  mtls: { resolver: 'none' },
  sources: [source(ISSUE), source(CHART, RENDERED)],
  operations: endedOperations,
};
