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

import type {
  ComponentRule,
  MeshDefinition,
  VersionLine,
} from '../model/definition';
import { RENDERED, source } from './facts';

/**
 * What Istio's two modes have in common. Both run on the same istiod, CRDs and releases; they differ in how workloads get
 * onto the mesh.
 */

const SUPPORT_STATUS = 'istio/istio.io:data/compatibility/supportStatus.yml';
const SUPPORT_POLICY = 'istio.io/latest/docs/releases/supported-releases';
const MINIMUM_VERSIONS =
  'istio/istio:pkg/config/schema/gatewayapi/minimumversions.go';

/** Below these bundle versions istiod ignores the kind without an error (its analyser reports IST0176). */
const GATEWAY_API_KINDS = [
  { kind: 'GRPCRoute', from: '1.1.0' },
  { kind: 'BackendTLSPolicy', from: '1.4.0' },
  { kind: 'TLSRoute', from: '1.5.0' },
];

export const istioVersions: VersionLine[] = [
  {
    line: '1.31',
    kubernetes: '>=1.32.0',
    gatewayApi: '>=1.1.0',
    gatewayApiKinds: [
      ...GATEWAY_API_KINDS,
      { kind: 'TCPRoute', from: '1.6.0' },
    ],
    // A release candidate was tagged in August 2026 and the line is called current in November; the exact patch level is
    // not recorded, so none is claimed.
    statedSupport: 'supported',
    source: source(`${MINIMUM_VERSIONS} (1.31.0-rc.0)`),
    confirmed: false,
  },
  {
    line: '1.30',
    latest: '1.30.3',
    endOfLife: '2026-11-30',
    endOfLifeApproximate: true,
    kubernetes: '>=1.32.0 <1.37.0',
    gatewayApi: '>=1.1.0',
    gatewayApiKinds: GATEWAY_API_KINDS,
    source: source(SUPPORT_STATUS),
    confirmed: true,
  },
  {
    line: '1.29',
    latest: '1.29.6',
    statedSupport: 'ending',
    source: source(SUPPORT_STATUS),
    confirmed: true,
  },
];

/** A minor is supported until six weeks after the second next one, so nothing older than 1.29 is left. */
export const istioOlderLinesEnded = source(SUPPORT_POLICY);

export const istioLinks: MeshDefinition['links'] = [
  { title: 'Documentation', url: 'https://istio.io/latest/docs/' },
  {
    title: 'Supported releases',
    url: 'https://istio.io/latest/docs/releases/supported-releases/',
  },
  {
    title: 'Upgrade',
    url: 'https://istio.io/latest/docs/setup/upgrade/',
  },
];

export const ISTIO_CHARTS =
  'https://istio-release.storage.googleapis.com/charts';
export const istioChartSource = source(
  'istio/istio:manifests/charts/README.md',
);

export const istioSources = [
  source('istio/istio:manifests/charts/base/files/crd-all.gen.yaml'),
  source('istio/istio:pkg/config/constants/constants.go'),
  source('istio/istio:pkg/config/validation/validation.go'),
  source(
    'istio/istio:manifests/charts (rendered: istiod, cni, ztunnel, gateway 1.30.3)',
    RENDERED,
  ),
];

/** Images keep their last path element in mirrors and vendor builds; vendors add a suffix for their base system. */
export const ISTIOD_IMAGE = '(^|[/-])pilot(-rhel\\d+)?$';
export const PROXY_IMAGE = '(^|[/-])proxyv2(-rhel\\d+)?$';

/** The image tag says what runs; the label says what the chart was made for and stands in for digests. */
export const istiodVersion: ComponentRule['version'] = [
  { from: 'image', container: 'discovery' },
  { from: 'label', key: 'app.kubernetes.io/version' },
  { from: 'template-label', key: 'app.kubernetes.io/version' },
];

export const ISTIOD_PORTS = [15010, 15012, 15014, 15017];

/** The node agent that redirects traffic: optional with sidecars, needed for ambient. */
export function istioCniRule(weight: number): ComponentRule {
  return {
    id: 'istio-cni',
    role: 'cni',
    kinds: ['DaemonSet.apps'],
    labels: { 'k8s-app': 'istio-cni-node' },
    image: '(^|[/-])(install-cni|istio-cni)(-rhel\\d+)?$',
    version: [
      { from: 'image', container: 'install-cni' },
      { from: 'label', key: 'app.kubernetes.io/version' },
    ],
    perCluster: true,
    weight,
  };
}

export const istioInstance: MeshDefinition['detect']['instance'] = {
  revisionLabel: 'istio.io/rev',
  defaultRevision: 'default',
  tagLabel: 'istio.io/tag',
};

/** Together they stay below every threshold: base leaves its CRDs behind when it is uninstalled. */
export const istioCrdGroups: MeshDefinition['detect']['crdGroups'] = [
  { group: 'networking.istio.io', weight: 0.05 },
  { group: 'security.istio.io', weight: 0.05 },
  { group: 'telemetry.istio.io', weight: 0.03 },
  { group: 'extensions.istio.io', weight: 0.03 },
];

export const istioManaged: MeshDefinition['detect']['managed'] = [
  {
    by: 'operator',
    crdGroup: 'sailoperator.io',
    text: 'An operator owns this Istio (Sail, OpenShift Service Mesh): change its Istio resource, the operator reverts anything else.',
  },
  {
    by: 'cloud',
    revision: '^asm-1-\\d+$',
    text: 'This Istio is the add-on of Azure Kubernetes Service: Azure installs and upgrades it.',
  },
];
