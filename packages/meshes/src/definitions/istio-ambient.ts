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

import { istioAmbientOperations } from '../lifecycle/data/istio';
import type { MeshDefinitionInput } from '../model/definition';
import { source } from './facts';
import {
  ISTIOD_IMAGE,
  ISTIOD_PORTS,
  ISTIO_CHARTS,
  PROXY_IMAGE,
  istioChartSource,
  istioCniRule,
  istioCrdGroups,
  istioInstance,
  istioLinks,
  istioManaged,
  istioOlderLinesEnded,
  istioSources,
  istioVersions,
  istiodVersion,
} from './istio-shared';

const AMBIENT_DOCS = 'istio.io ambient/install/helm';

/** Istio without sidecars: a node proxy for transport, waypoints for requests. */
export const istioAmbient: MeshDefinitionInput = {
  id: 'istio-ambient',
  displayName: 'Istio (ambient)',
  kind: 'mesh',
  mode: 'ambient',
  summary:
    'Service mesh without sidecars: ztunnel on every node encrypts, optional waypoint proxies handle requests.',
  links: [
    ...istioLinks,
    {
      title: 'Ambient mode',
      url: 'https://istio.io/latest/docs/ambient/',
    },
  ],
  lifecycle: {
    state: 'active',
    source: source('istio/istio.io:data/compatibility/supportStatus.yml'),
  },
  versioning: 'semver',
  versions: istioVersions,
  olderLinesEnded: istioOlderLinesEnded,
  skew: {
    // cni and ztunnel of 1.x work with a control plane of 1.x and the next minor.
    controlPlaneAheadMinors: 1,
    dataPlaneMayBeAhead: false,
    source: source('istio.io ambient/upgrade/helm'),
    confirmed: true,
  },
  namespaces: ['istio-system'],
  charts: [
    {
      name: 'base',
      repository: ISTIO_CHARTS,
      release: 'istio-base',
      namespace: 'istio-system',
      order: 1,
      optional: false,
      crds: 'templates',
      source: istioChartSource,
    },
    {
      name: 'istiod',
      repository: ISTIO_CHARTS,
      release: 'istiod',
      namespace: 'istio-system',
      order: 2,
      optional: false,
      crds: 'none',
      source: source(AMBIENT_DOCS),
    },
    {
      name: 'cni',
      repository: ISTIO_CHARTS,
      release: 'istio-cni',
      namespace: 'istio-system',
      order: 3,
      optional: false,
      crds: 'none',
      source: source(AMBIENT_DOCS),
    },
    {
      name: 'ztunnel',
      repository: ISTIO_CHARTS,
      release: 'ztunnel',
      namespace: 'istio-system',
      order: 4,
      optional: false,
      crds: 'none',
      source: source(AMBIENT_DOCS),
    },
    {
      name: 'gateway',
      repository: ISTIO_CHARTS,
      release: 'istio-ingress',
      namespace: 'istio-ingress',
      order: 5,
      optional: true,
      crds: 'none',
      source: istioChartSource,
    },
  ],
  detect: {
    instance: istioInstance,
    components: [
      {
        id: 'istiod-ambient',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { app: 'istiod' },
        image: ISTIOD_IMAGE,
        env: { PILOT_ENABLE_AMBIENT: 'true' },
        version: istiodVersion,
        ports: ISTIOD_PORTS,
        weight: 0.6,
      },
      {
        id: 'ztunnel',
        role: 'data-plane',
        kinds: ['DaemonSet.apps'],
        labels: { app: 'ztunnel' },
        image: '(^|[/-])ztunnel(-rhel\\d+)?$',
        version: [
          { from: 'image', pattern: '(^|[/-])ztunnel(-rhel\\d+)?$' },
          { from: 'label', key: 'app.kubernetes.io/version' },
        ],
        ports: [15020],
        perCluster: true,
        weight: 0.5,
      },
      istioCniRule(0.1),
      {
        id: 'waypoint',
        role: 'gateway',
        kinds: ['Deployment.apps'],
        labels: { 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
        image: PROXY_IMAGE,
        version: [{ from: 'image', pattern: PROXY_IMAGE }],
        weight: 0.05,
      },
    ],
    requires: ['ztunnel', 'istiod-ambient'],
    crdGroups: istioCrdGroups,
    // The injector is there in ambient mode as well and says nothing about it.
    webhooks: [{ name: '^(rev\\.)?validation\\.istio\\.io$', weight: 0.05 }],
    configMaps: [
      { name: 'istio', revisioned: true, weight: 0.02 },
      { name: 'istio-cni-config', weight: 0.03 },
    ],
    gatewayControllers: ['istio.io/mesh-controller'],
    helmReleases: ['ztunnel', 'istio-cni'],
    threshold: 0.5,
    managed: istioManaged,
  },
  onboard: [
    {
      scope: 'namespace',
      kind: 'label',
      key: 'istio.io/dataplane-mode',
      on: ['ambient'],
      off: ['none'],
      restartNeeded: false,
      conflictsWith: ['istio-injection', 'istio.io/rev'],
      text: 'asks for capture by ztunnel',
    },
    {
      scope: 'workload',
      kind: 'label',
      key: 'istio.io/dataplane-mode',
      on: ['ambient'],
      off: ['none'],
      restartNeeded: false,
      conflictsWith: [],
      text: 'decides on capture by ztunnel for this workload',
    },
  ],
  l7: (['namespace', 'service', 'workload'] as const).map(scope => ({
    scope,
    kind: 'label',
    key: 'istio.io/use-waypoint',
    on: ['*'],
    off: ['none'],
    restartNeeded: false,
    conflictsWith: [],
    text: 'sends requests through this waypoint',
  })),
  proxy: {
    type: 'node',
    containers: [],
    podLabels: [],
    podAnnotations: [{ 'ambient.istio.io/redirection': 'enabled' }],
    version: [],
    nodeComponent: 'ztunnel',
    bypassUids: [],
  },
  mtls: { resolver: 'istio', source: source('kiali/kiali:business/tls.go') },
  sources: [...istioSources, source('istio.io ambient/upgrade/helm')],
  operations: istioAmbientOperations,
};
