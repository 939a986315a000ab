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

import { RENDERED, source } from '../../definitions/facts';
import type { OperationsInput } from '../schema';

const CHART = 'hashicorp/consul-k8s:charts/consul';
const VALUES = `${CHART}/values.yaml`;
const CHANGELOG = 'hashicorp/consul-k8s:CHANGELOG.md';

/** Consul on Kubernetes. */
export const consulOperations: OperationsInput = {
  support: 'managed',
  verified: true,
  install: {
    gatewayApi: {
      need: 'recommended',
      why: "Consul's API gateway reads Gateway API resources; the chart's own old copies of the definitions are switched off.",
      source: source(CHANGELOG),
    },
    namespaces: [{ name: 'consul', labels: {}, source: source(VALUES) }],
    steps: [
      {
        chart: 'consul',
        values: [
          {
            values: { global: { name: 'consul' } },
            why: 'Names of objects do not depend on the name of the release, as the documents assume.',
            source: source(VALUES, RENDERED),
          },
          {
            values: {
              connectInject: { apiGateway: { manageExternalCRDs: false } },
            },
            why: 'The chart would bring Gateway API definitions annotated v0.6.2/experimental: an ownership conflict with any other owner, and refused where the safe-upgrades policy exists.',
            source: source(VALUES, RENDERED),
          },
          {
            values: { global: { installK8sNetworkingCRDs: false } },
            when: { versions: '>=2.0.0-0' },
            why: 'From 2.0 on a second switch decides about the same definitions.',
            source: source(VALUES, RENDERED),
          },
        ],
        estimatedSeconds: 180,
        hooks: {
          text: 'Jobs make and clean up gateway classes, TLS material and ACL tokens.',
          needed: true,
          source: source(`${CHART}/templates`, RENDERED),
        },
        why: 'Servers, injector and custom resource definitions are one chart.',
      },
    ],
    presets: [
      {
        id: 'default',
        title: 'Default',
        description: "Upstream's defaults: one server, injection on request.",
        values: {},
        source: source(VALUES, RENDERED),
      },
      {
        id: 'high-availability',
        title: 'High availability',
        description:
          'Three servers (a quorum that survives the loss of one; they need three nodes) and two injectors.',
        values: {
          consul: {
            server: { replicas: 3 },
            connectInject: { replicas: 2 },
          },
        },
        source: source(VALUES, RENDERED),
      },
      {
        id: 'minimal',
        title: 'Minimal',
        description:
          'One server with a small disk and no user interface, for clusters in which to try things out.',
        values: {
          consul: {
            server: {
              replicas: 1,
              storage: '1Gi',
              resources: { requests: { memory: '100Mi', cpu: '50m' } },
            },
            ui: { enabled: false },
          },
        },
        source: source(VALUES, RENDERED),
      },
    ],
    components: [],
    conflicts: [],
  },
  upgrade: {
    strategies: ['in-place'],
    minors: { confirmed: false, source: source(CHANGELOG) },
    crdPolicy: 'templates',
    restart: {
      needed: 'workloads',
      text: 'consul-dataplane keeps its version until its pods are made new.',
      source: source(CHANGELOG),
    },
    notes: [
      {
        text: 'Servers roll one after the other; wait for a healthy quorum before the next upgrade.',
        source: source(CHANGELOG),
      },
      {
        text: 'From 2.0 on the chart also serves copies of the Gateway API in the group consul.hashicorp.com, and a second switch decides about the standard ones. Read the notes on 1.x to 2.0.',
        versions: '>=2.0.0-0',
        source: source(CHANGELOG),
      },
    ],
  },
  uninstall: {
    order: ['consul'],
    crdGroups: ['consul.hashicorp.com'],
    crds: 'with-product',
    before: [
      'Take workloads off the mesh and restart them: sidecars lose their configuration with the servers.',
      'Back up the servers: their volumes are kept, but the release that knows them goes.',
    ],
    leftovers: [
      {
        kind: 'PersistentVolumeClaim',
        apiVersion: 'v1',
        namespace: '{namespace}',
        name: 'data-{namespace}-consul-server-*',
        text: 'Disks of the servers: a StatefulSet never removes them.',
        remove: false,
      },
      {
        kind: 'Secret',
        apiVersion: 'v1',
        namespace: '{namespace}',
        name: 'consul-ca-cert, consul-ca-key, consul-*-acl-token',
        text: 'Certificates and tokens that Jobs made; they go with the namespace.',
        remove: false,
      },
    ],
    finalizerHazards: [
      {
        kind: '*.consul.hashicorp.com',
        text: 'Configuration entries carry a finalizer that only the running controller removes: delete them before the release, or their definitions hang in deletion.',
      },
    ],
    source: source(`${CHART}/templates`, RENDERED),
  },
};
