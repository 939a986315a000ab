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

import { consulOperations } from '../lifecycle/data/consul';
import type { MeshDefinitionInput } from '../model/definition';
import { RENDERED, source } from './facts';

const CHANGELOG = 'hashicorp/consul-k8s:CHANGELOG.md';
const K8S_IMAGE = '(^|/)consul-k8s-control-plane$';

/** Consul on Kubernetes. Versions are those of consul-k8s, which the chart and its control plane carry. */
export const consul: MeshDefinitionInput = {
  id: 'consul',
  displayName: 'Consul',
  kind: 'mesh',
  mode: 'sidecar',
  summary:
    'Service mesh on top of the Consul registry, with an Envoy sidecar (consul-dataplane) in every pod. The product is under the Business Source License.',
  links: [
    {
      title: 'Documentation',
      url: 'https://developer.hashicorp.com/consul/docs/k8s',
    },
    {
      title: 'Changelog',
      url: 'https://github.com/hashicorp/consul-k8s/blob/main/CHANGELOG.md',
    },
  ],
  lifecycle: { state: 'active', source: source(CHANGELOG) },
  versioning: 'semver',
  versions: [
    {
      line: '2.0',
      latest: '2.0.3',
      kubernetes: '>=1.22.0',
      gatewayApi: '~1.5.1',
      statedSupport: 'supported',
      source: source(CHANGELOG),
      confirmed: true,
    },
    {
      line: '1.9',
      latest: '1.9.11',
      kubernetes: '>=1.22.0',
      statedSupport: 'supported',
      source: source(CHANGELOG),
      confirmed: true,
    },
    {
      line: '1.8',
      latest: '1.8.16',
      statedSupport: 'supported',
      source: source(CHANGELOG),
      confirmed: true,
    },
  ],
  skew: {
    dataPlaneMayBeAhead: false,
    source: source(CHANGELOG),
    confirmed: false,
  },
  namespaces: ['consul'],
  charts: [
    {
      name: 'consul',
      repository: 'https://helm.releases.hashicorp.com',
      release: 'consul',
      namespace: 'consul',
      order: 1,
      optional: false,
      crds: 'templates',
      source: source('hashicorp/consul-k8s:charts/consul/values.yaml'),
    },
  ],
  detect: {
    instance: {},
    components: [
      {
        id: 'connect-injector',
        role: 'control-plane',
        kinds: ['Deployment.apps'],
        labels: { app: 'consul', component: 'connect-injector' },
        image: K8S_IMAGE,
        version: [
          { from: 'image', pattern: K8S_IMAGE },
          {
            from: 'annotation',
            key: 'consul.hashicorp.com/consul-k8s-version',
          },
        ],
        weight: 0.45,
      },
      {
        id: 'server',
        role: 'control-plane',
        kinds: ['StatefulSet.apps'],
        labels: { app: 'consul', component: 'server' },
        image: '(^|/)consul(-enterprise)?$',
        // Its tag is the version of Consul itself, which up to 1.9 was counted apart from consul-k8s.
        version: [],
        weight: 0.3,
      },
      {
        id: 'webhook-cert-manager',
        role: 'extension',
        kinds: ['Deployment.apps'],
        labels: { app: 'consul', component: 'webhook-cert-manager' },
        image: K8S_IMAGE,
        version: [{ from: 'image', pattern: K8S_IMAGE }],
        weight: 0.05,
      },
      {
        id: 'mesh-gateway',
        role: 'gateway',
        kinds: ['Deployment.apps'],
        labels: { app: 'consul', component: 'mesh-gateway' },
        version: [{ from: 'image', pattern: '(^|/)consul-dataplane$' }],
        weight: 0.02,
      },
    ],
    // Servers alone are a registry, not a mesh.
    requires: ['connect-injector'],
    crdGroups: [{ group: 'consul.hashicorp.com', weight: 0.1 }],
    webhooks: [
      {
        labels: { app: 'consul', component: 'connect-injector' },
        name: '\\.consul\\.hashicorp\\.com$',
        weight: 0.1,
      },
    ],
    configMaps: [],
    gatewayControllers: ['consul.hashicorp.com/gateway-controller'],
    helmReleases: ['consul'],
    threshold: 0.5,
    managed: [],
  },
  onboard: [
    {
      scope: 'workload',
      kind: 'annotation',
      key: 'consul.hashicorp.com/connect-inject',
      on: ['true'],
      off: ['false'],
      restartNeeded: true,
      conflictsWith: [],
      text: 'decides on sidecar injection for this workload',
    },
  ],
  proxy: {
    type: 'sidecar',
    containers: ['consul-dataplane'],
    image: '(^|/)consul-dataplane$',
    podLabels: [{ 'consul.hashicorp.com/connect-inject-status': 'injected' }],
    podAnnotations: [
      { 'consul.hashicorp.com/connect-inject-status': 'injected' },
    ],
    version: [
      { from: 'image', container: 'consul-dataplane' },
      { from: 'annotation', key: 'consul.hashicorp.com/consul-k8s-version' },
    ],
    bypassUids: [],
  },
  mtls: {
    resolver: 'consul',
    source: source('hashicorp/consul-k8s:charts/consul/values.yaml'),
  },
  sources: [
    source(CHANGELOG),
    source(
      'hashicorp/consul-k8s:charts/consul (rendered: 1.9.11 and 2.0.3)',
      RENDERED,
    ),
  ],
  operations: consulOperations,
};
