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

import { kgatewayOperations } from '../lifecycle/data/other-gateways';
import type { MeshDefinitionInput } from '../model/definition';
import { RENDERED, source, unknownSkew } from './facts';

const REPOSITORY = 'kgateway-dev/kgateway';
const CHARTS = 'oci://cr.kgateway.dev/kgateway-dev/charts';

/** kgateway, formerly Gloo Gateway. */
export const kgateway: MeshDefinitionInput = {
  id: 'kgateway',
  displayName: 'kgateway',
  kind: 'gateway',
  mode: 'none',
  summary:
    'Gateway API implementation on Envoy; refuses to start on a Gateway API version that it does not support.',
  links: [{ title: 'Documentation', url: 'https://kgateway.dev/docs/' }],
  lifecycle: { state: 'active', source: source(REPOSITORY) },
  versioning: 'semver',
  versions: [
    // The ranges of Kubernetes and Gateway API versions are not confirmed and left out.
    {
      line: '2.3',
      latest: '2.3.0',
      statedSupport: 'supported',
      source: source(REPOSITORY),
      confirmed: true,
    },
    {
      line: '2.2',
      latest: '2.2.4',
      source: source(REPOSITORY),
      confirmed: true,
    },
  ],
  skew: unknownSkew(REPOSITORY),
  namespaces: ['kgateway-system'],
  charts: [
    {
      name: 'kgateway-crds',
      repository: CHARTS,
      release: 'kgateway-crds',
      namespace: 'kgateway-system',
      order: 1,
      optional: false,
      crds: 'separate-chart',
      source: source(`${REPOSITORY}:install/helm`),
    },
    {
      name: 'kgateway',
      repository: CHARTS,
      release: 'kgateway',
      namespace: 'kgateway-system',
      order: 2,
      optional: false,
      crds: 'none',
      source: source(`${REPOSITORY}:install/helm`),
    },
  ],
  detect: {
    instance: {},
    components: [
      {
        id: 'controller',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { kgateway: 'kgateway' },
        image: '(^|[/-])kgateway$',
        version: [
          { from: 'image', container: 'controller' },
          { from: 'label', key: 'app.kubernetes.io/version' },
        ],
        ports: [9092],
        weight: 0.5,
      },
      {
        id: 'proxy',
        role: 'gateway',
        kinds: ['Deployment.apps', 'DaemonSet.apps'],
        labels: {
          kgateway: 'kube-gateway',
          'gateway.networking.k8s.io/gateway-name': '*',
        },
        version: [],
        weight: 0.05,
      },
    ],
    requires: ['controller'],
    crdGroups: [{ group: 'gateway.kgateway.dev', weight: 0.2 }],
    webhooks: [],
    configMaps: [],
    gatewayControllers: ['kgateway.dev/kgateway'],
    helmReleases: ['kgateway', 'kgateway-crds'],
    threshold: 0.5,
    managed: [],
  },
  onboard: [],
  proxy: {
    type: 'gateway',
    containers: [],
    podLabels: [
      {
        kgateway: 'kube-gateway',
        'gateway.networking.k8s.io/gateway-name': '*',
      },
    ],
    podAnnotations: [],
    version: [],
    bypassUids: [],
  },
  mtls: { resolver: 'none' },
  sources: [
    source(`${REPOSITORY}:install/helm/kgateway/templates`, RENDERED),
    source(`${REPOSITORY}:install/helm/kgateway-crds/templates`, RENDERED),
  ],
  operations: kgatewayOperations,
};
