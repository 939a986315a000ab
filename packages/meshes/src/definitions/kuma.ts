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

import { kumaOperations } from '../lifecycle/data/kuma';
import type { MeshDefinitionInput } from '../model/definition';
import { RENDERED, source } from './facts';

const VERSIONS = 'kumahq/kuma:versions.yml';

/** Kuma. */
export const kuma: MeshDefinitionInput = {
  id: 'kuma',
  displayName: 'Kuma',
  kind: 'mesh',
  mode: 'sidecar',
  summary:
    'Service mesh with an Envoy sidecar in every pod, several meshes and zones under one control plane.',
  links: [
    { title: 'Documentation', url: 'https://kuma.io/docs/' },
    {
      title: 'Upgrade notes',
      url: 'https://github.com/kumahq/kuma/blob/master/UPGRADE.md',
    },
  ],
  lifecycle: { state: 'active', source: source(VERSIONS) },
  versioning: 'semver',
  versions: [
    {
      line: '3.0',
      source: source('kumahq/kuma:UPGRADE.md'),
      confirmed: false,
    },
    {
      line: '2.14',
      latest: '2.14.3',
      endOfLife: '2027-06-12',
      source: source(VERSIONS),
      confirmed: true,
    },
    {
      line: '2.13',
      latest: '2.13.10',
      endOfLife: '2027-12-22',
      source: source(VERSIONS),
      confirmed: true,
    },
  ],
  // One year of support for each release, two for those marked as long-term; 2.13 is the only long-term one left.
  olderLinesEnded: source(VERSIONS),
  skew: {
    dataPlaneMayBeAhead: false,
    source: source('kumahq/kuma:UPGRADE.md'),
    confirmed: false,
  },
  namespaces: ['kuma-system'],
  charts: [
    {
      name: 'kuma',
      repository: 'https://kumahq.github.io/charts',
      release: 'kuma',
      namespace: 'kuma-system',
      order: 1,
      optional: false,
      crds: 'hook-job',
      source: source('kumahq/kuma:deployments/charts/kuma'),
    },
  ],
  detect: {
    instance: {},
    components: [
      {
        id: 'control-plane',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: {
          app: 'kuma-control-plane',
          'app.kubernetes.io/name': 'kuma',
        },
        image: '(^|/)kuma-cp$',
        version: [
          { from: 'image', pattern: '(^|/)kuma-cp$' },
          { from: 'label', key: 'app.kubernetes.io/version' },
        ],
        ports: [5443, 5678, 5680, 5681, 5682],
        weight: 0.6,
      },
    ],
    requires: ['control-plane'],
    crdGroups: [{ group: 'kuma.io', weight: 0.1 }],
    webhooks: [
      { name: '-kuma-injector\\.kuma\\.io$', weight: 0.15 },
      { name: '\\bkuma-admission\\.kuma\\.io$', weight: 0.05 },
    ],
    configMaps: [{ name: 'kuma-control-plane-config', weight: 0.05 }],
    gatewayControllers: [],
    helmReleases: ['kuma'],
    threshold: 0.5,
    managed: [],
  },
  onboard: [
    {
      scope: 'namespace',
      kind: 'label',
      key: 'kuma.io/sidecar-injection',
      on: ['enabled'],
      off: ['disabled'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'asks for sidecar injection',
    },
    {
      scope: 'workload',
      kind: 'label',
      key: 'kuma.io/sidecar-injection',
      on: ['enabled'],
      off: ['disabled'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'decides on sidecar injection for this workload',
    },
  ],
  proxy: {
    type: 'sidecar',
    containers: ['kuma-sidecar'],
    image: '(^|/)kuma-dp$',
    podLabels: [],
    podAnnotations: [{ 'kuma.io/sidecar-injected': 'true' }],
    version: [{ from: 'image', container: 'kuma-sidecar' }],
    bypassUids: [5678],
  },
  mtls: { resolver: 'kuma', source: source('kumahq/kuma:UPGRADE.md') },
  sources: [
    source(VERSIONS),
    source('kumahq/kuma:UPGRADE.md'),
    source(
      'kumahq/kuma:deployments/charts/kuma (rendered: 2.13.10 and 2.14.3)',
      RENDERED,
    ),
  ],
  operations: kumaOperations,
};
