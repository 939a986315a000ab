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

const README = 'openservicemesh/osm:README.md';
const CHART = 'openservicemesh/osm:charts/osm/templates';

/** Open Service Mesh: ended, detected so that nobody has to find out by themselves. */
export const openServiceMesh: MeshDefinitionInput = {
  id: 'open-service-mesh',
  displayName: 'Open Service Mesh',
  kind: 'mesh',
  mode: 'sidecar',
  summary: 'Service mesh on Envoy and the Service Mesh Interface; archived.',
  links: [
    {
      title: 'Announcement',
      url: 'https://openservicemesh.io/blog/osm-project-update',
    },
  ],
  lifecycle: {
    state: 'ended',
    ended: '2023-05-04',
    endedBy: 'the project announced that the CNCF archives it',
    wayOut:
      'Move to Istio, to which its maintainers turned, or to another mesh that still gets security fixes.',
    source: source('openservicemesh.io/blog/osm-project-update', RENDERED),
  },
  versioning: 'semver',
  versions: [
    {
      line: '1.2',
      latest: '1.2.4',
      source: source('openservicemesh/osm releases', RENDERED),
      confirmed: true,
    },
  ],
  skew: unknownSkew(README),
  namespaces: ['osm-system'],
  charts: [],
  detect: {
    instance: {},
    components: [
      {
        id: 'controller',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { app: 'osm-controller' },
        image: '(^|/)osm-controller$',
        version: [{ from: 'image', pattern: '(^|/)osm-controller$' }],
        weight: 0.6,
      },
      {
        id: 'injector',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { app: 'osm-injector' },
        image: '(^|/)osm-injector$',
        version: [{ from: 'image', pattern: '(^|/)osm-injector$' }],
        weight: 0.3,
      },
    ],
    crdGroups: [
      { group: 'config.openservicemesh.io', weight: 0.5 },
      { group: 'policy.openservicemesh.io', weight: 0.2 },
    ],
    webhooks: [],
    configMaps: [],
    gatewayControllers: [],
    helmReleases: ['osm'],
    threshold: 0.5,
    managed: [],
  },
  onboard: [
    {
      scope: 'namespace',
      kind: 'label',
      key: 'openservicemesh.io/monitored-by',
      on: ['*'],
      off: [],
      restartNeeded: true,
      conflictsWith: [],
      text: 'is monitored by this Open Service Mesh',
    },
    {
      scope: 'workload',
      kind: 'annotation',
      key: 'openservicemesh.io/sidecar-injection',
      on: ['enabled'],
      off: ['disabled'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'decides on sidecar injection for this workload',
    },
  ],
  proxy: {
    type: 'sidecar',
    // Its container is plain Envoy and called like those of others, so only the label counts.
    containers: [],
    podLabels: [{ 'osm-proxy-uuid': '*' }],
    podAnnotations: [],
    version: [],
    bypassUids: [],
  },
  mtls: { resolver: 'none' },
  sources: [source(README), source(CHART, RENDERED)],
  operations: endedOperations,
};
