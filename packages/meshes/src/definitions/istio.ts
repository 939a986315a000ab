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

import { istioOperations } from '../lifecycle/data/istio';
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

/** Istio with a proxy container in every pod. */
export const istio: MeshDefinitionInput = {
  id: 'istio',
  displayName: 'Istio (sidecar)',
  kind: 'mesh',
  mode: 'sidecar',
  summary:
    'Service mesh with an Envoy proxy in every pod, injected when the pod is created.',
  links: istioLinks,
  lifecycle: {
    state: 'active',
    source: source('istio/istio.io:data/compatibility/supportStatus.yml'),
  },
  versioning: 'semver',
  versions: istioVersions,
  olderLinesEnded: istioOlderLinesEnded,
  skew: {
    controlPlaneAheadMinors: 1,
    dataPlaneMayBeAhead: false,
    source: source('istio.io/latest/docs/releases/supported-releases'),
    confirmed: true,
  },
  namespaces: ['istio-system', 'istio-ingress'],
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
      source: istioChartSource,
    },
    {
      name: 'cni',
      repository: ISTIO_CHARTS,
      release: 'istio-cni',
      namespace: 'istio-system',
      order: 3,
      optional: true,
      crds: 'none',
      source: istioChartSource,
    },
    {
      name: 'gateway',
      repository: ISTIO_CHARTS,
      release: 'istio-ingress',
      namespace: 'istio-ingress',
      order: 4,
      optional: true,
      crds: 'none',
      source: istioChartSource,
    },
  ],
  detect: {
    instance: istioInstance,
    components: [
      {
        id: 'istiod',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { app: 'istiod' },
        image: ISTIOD_IMAGE,
        version: istiodVersion,
        ports: ISTIOD_PORTS,
        weight: 0.6,
      },
      istioCniRule(0.05),
      {
        id: 'managed-gateway',
        role: 'gateway',
        kinds: ['Deployment.apps'],
        // istiod makes one for each Gateway of its class; waypoints carry another value and belong to ambient mode.
        labels: { 'gateway.istio.io/managed': 'istio.io-gateway-controller' },
        image: PROXY_IMAGE,
        version: [{ from: 'image', pattern: PROXY_IMAGE }],
        weight: 0.05,
      },
      {
        id: 'chart-gateway',
        role: 'gateway',
        kinds: ['Deployment.apps', 'DaemonSet.apps'],
        labels: { 'app.kubernetes.io/part-of': 'istio', istio: '*' },
        // The gateway chart leaves the image to the injector.
        image: '^auto$',
        version: [{ from: 'label', key: 'app.kubernetes.io/version' }],
        weight: 0.05,
      },
    ],
    requires: ['istiod'],
    yieldsTo: ['istio-ambient'],
    crdGroups: istioCrdGroups,
    webhooks: [
      {
        name: '^(rev\\.)?(namespace|object)\\.sidecar-injector\\.istio\\.io$',
        weight: 0.2,
      },
      { name: '^(rev\\.)?validation\\.istio\\.io$', weight: 0.05 },
    ],
    configMaps: [
      { name: 'istio', revisioned: true, weight: 0.02 },
      { name: 'istio-sidecar-injector', revisioned: true, weight: 0.05 },
    ],
    gatewayControllers: [
      'istio.io/gateway-controller',
      'istio.io/unmanaged-gateway',
      'istio.io/eastwest-controller',
    ],
    helmReleases: ['istiod', 'istio-base'],
    threshold: 0.5,
    managed: istioManaged,
  },
  onboard: [
    {
      scope: 'namespace',
      kind: 'label',
      key: 'istio-injection',
      on: ['enabled'],
      off: ['disabled'],
      restartNeeded: true,
      conflictsWith: ['istio.io/rev', 'istio.io/dataplane-mode'],
      text: 'asks for sidecar injection by the default revision',
    },
    {
      scope: 'namespace',
      kind: 'label',
      key: 'istio.io/rev',
      on: ['*'],
      off: [],
      valueIsRevision: true,
      restartNeeded: true,
      conflictsWith: ['istio-injection', 'istio.io/dataplane-mode'],
      text: 'asks for sidecar injection by this revision',
    },
    {
      scope: 'workload',
      kind: 'label',
      key: 'sidecar.istio.io/inject',
      on: ['true'],
      off: ['false'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'decides on sidecar injection for this workload',
    },
    {
      scope: 'workload',
      kind: 'label',
      key: 'istio.io/rev',
      on: ['*'],
      off: [],
      valueIsRevision: true,
      restartNeeded: true,
      conflictsWith: [],
      text: 'asks for sidecar injection by this revision',
    },
    {
      scope: 'workload',
      kind: 'annotation',
      key: 'sidecar.istio.io/inject',
      on: ['true'],
      off: ['false'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'decides on sidecar injection in the legacy form',
    },
  ],
  proxy: {
    type: 'sidecar',
    containers: ['istio-proxy'],
    // ztunnel's container has the same name.
    image: PROXY_IMAGE,
    podLabels: [],
    podAnnotations: [{ 'sidecar.istio.io/status': '*' }],
    // A waypoint is a part of ambient mode.
    exceptPodLabels: [
      { 'gateway.istio.io/managed': 'istio.io-mesh-controller' },
    ],
    version: [{ from: 'image', container: 'istio-proxy' }],
    revisionLabel: 'istio.io/rev',
    revisionAnnotation: 'istio.io/rev',
    bypassUids: [1337],
  },
  mtls: { resolver: 'istio', source: source('kiali/kiali:business/tls.go') },
  sources: istioSources,
  operations: istioOperations,
};
