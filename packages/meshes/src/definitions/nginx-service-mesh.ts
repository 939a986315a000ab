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
import { RENDERED, source, unknownSkew } from './facts';

const README = 'nginxinc/nginx-service-mesh:README.md';
const CHART = 'nginxinc/nginx-service-mesh:helm-chart/templates';

/** NGINX Service Mesh: archived. */
export const nginxServiceMesh: MeshDefinitionInput = {
  id: 'nginx-service-mesh',
  displayName: 'NGINX Service Mesh',
  kind: 'mesh',
  mode: 'sidecar',
  summary: 'Service mesh with NGINX sidecars and SPIRE; archived.',
  links: [{ title: 'Notice', url: 'https://docs.nginx.com/mesh/' }],
  lifecycle: {
    state: 'ended',
    ended: '2023-07-01',
    endedBy: 'the product went out of sale and was archived',
    wayOut:
      'NGINX Gateway Fabric takes over its gateway role only; for traffic between services move to another mesh.',
    source: source('docs.nginx.com/mesh'),
  },
  versioning: 'semver',
  versions: [],
  skew: unknownSkew(README),
  namespaces: ['nginx-mesh'],
  charts: [],
  detect: {
    instance: {},
    components: [
      {
        id: 'controller',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { 'app.kubernetes.io/part-of': 'nginx-service-mesh' },
        // Renamed from api to controller in the last major version.
        image: '(^|/)nginx-mesh-(controller|api)$',
        version: [
          { from: 'image', pattern: '(^|/)nginx-mesh-(controller|api)$' },
        ],
        weight: 0.6,
      },
    ],
    crdGroups: [
      { group: 'nsm.nginx.com', weight: 0.5 },
      { group: 'specs.smi.nginx.com', weight: 0.3 },
    ],
    webhooks: [
      {
        labels: { 'app.kubernetes.io/part-of': 'nginx-service-mesh' },
        weight: 0.1,
      },
    ],
    configMaps: [],
    gatewayControllers: [],
    helmReleases: ['nginx-service-mesh', 'nsm'],
    threshold: 0.5,
    managed: [],
  },
  onboard: (['namespace', 'workload'] as const).map(scope => ({
    scope,
    kind: 'label',
    key: 'injector.nsm.nginx.com/auto-inject',
    on: ['enabled'],
    off: ['disabled'],
    restartNeeded: true,
    conflictsWith: [],
    text: 'decides on sidecar injection',
  })),
  proxy: {
    type: 'sidecar',
    containers: ['nginx-mesh-sidecar'],
    podLabels: [{ 'injector.nsm.nginx.com/status': 'injected' }],
    podAnnotations: [],
    version: [{ from: 'image', container: 'nginx-mesh-sidecar' }],
    bypassUids: [],
  },
  mtls: { resolver: 'none' },
  sources: [source(README), source(CHART, RENDERED)],
  operations: endedOperations,
};
