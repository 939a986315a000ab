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

const INSTALL = 'envoyproxy/gateway:site (install-helm)';
const MATRIX = 'envoyproxy/gateway:site/content/en/news/releases/matrix.md';
const CHART = 'envoyproxy/gateway:charts/gateway-helm';
const CRDS_CHART = 'envoyproxy/gateway:charts/gateway-crds-helm';

/** Envoy Gateway: its own definitions apart from the chart, the Gateway API as a component of its own. */
export const envoyGatewayOperations: OperationsInput = {
  support: 'managed',
  verified: true,
  install: {
    gatewayApi: {
      need: 'required',
      why: 'The controller watches Gateway API resources and does not start without their definitions.',
      source: source(MATRIX),
    },
    namespaces: [
      { name: 'envoy-gateway-system', labels: {}, source: source(INSTALL) },
    ],
    steps: [
      {
        chart: 'gateway-crds-helm',
        how: 'rendered',
        values: [
          {
            values: {
              crds: {
                gatewayAPI: { enabled: false },
                envoyGateway: { enabled: true },
              },
            },
            why: 'Only the definitions of Envoy Gateway itself: the Gateway API bundle has its own version and channel for the whole cluster.',
            source: source(`${CRDS_CHART}/values.yaml`, RENDERED),
          },
        ],
        estimatedSeconds: 15,
        why: 'What it renders to exceeds the size of a release record, so it is applied on the server. Helm would never upgrade definitions in the folder crds of the main chart.',
      },
      {
        chart: 'gateway-helm',
        values: [
          {
            values: { crds: { enabled: false } },
            why: 'The subchart would bring the experimental Gateway API bundle, which collides with a standard one.',
            source: source(`${CHART}/Chart.yaml`, RENDERED),
          },
        ],
        estimatedSeconds: 60,
        hooks: {
          text: 'A Job makes the certificates between controller and proxies.',
          needed: true,
          source: source(`${CHART}/templates/certgen.yaml`, RENDERED),
        },
        why: 'The controller.',
      },
    ],
    presets: [
      {
        id: 'default',
        title: 'Default',
        description: "Upstream's defaults: one controller.",
        values: {},
        source: source(`${CHART}/values.yaml`, RENDERED),
      },
      {
        id: 'high-availability',
        title: 'High availability',
        description:
          'Two controllers with a disruption budget; one of them leads, proxies serve without either.',
        values: {
          'gateway-helm': {
            deployment: { replicas: 2 },
            podDisruptionBudget: { minAvailable: 1 },
          },
        },
        source: source(`${CHART}/values.yaml`, RENDERED),
      },
      {
        id: 'minimal',
        title: 'Minimal',
        description:
          'Small requests and no topology injection, for clusters in which to try things out.',
        values: {
          'gateway-helm': {
            deployment: {
              envoyGateway: {
                resources: { requests: { cpu: '50m', memory: '128Mi' } },
              },
            },
            topologyInjector: { enabled: false },
          },
        },
        source: source(`${CHART}/values.yaml`, RENDERED),
      },
    ],
    components: [],
    conflicts: [],
  },
  upgrade: {
    strategies: ['in-place'],
    minors: { confirmed: false, source: source(MATRIX) },
    crdPolicy: 'crds-folder',
    restart: {
      needed: 'none',
      text: 'The controller rolls its proxies by itself when their configuration changes.',
      source: source(INSTALL),
    },
    notes: [
      {
        text: 'First the Gateway API bundle of the row in the compatibility matrix, then the definitions of Envoy Gateway, then the chart.',
        source: source(MATRIX),
      },
      {
        text: 'Envoy Gateway 1.9 is made for Gateway API 1.6: a standard bundle of 1.6 cannot be taken back to 1.5.',
        versions: '>=1.9.0-0',
        source: source(MATRIX),
      },
    ],
  },
  uninstall: {
    order: ['gateway-helm'],
    crdGroups: ['gateway.envoyproxy.io'],
    crds: 'stay',
    before: [
      'Remove the Gateways of its class: their proxies stay and are no longer managed when the controller is gone.',
    ],
    leftovers: [
      {
        kind: 'Secret',
        apiVersion: 'v1',
        namespace: '{namespace}',
        name: 'envoy, envoy-gateway, envoy-oidc-hmac, envoy-rate-limit',
        text: 'Certificates that the hook Job made; they go with the namespace.',
        remove: false,
      },
    ],
    finalizerHazards: [
      {
        kind: 'GatewayClass.gateway.networking.k8s.io',
        text: 'A GatewayClass that is in use carries the finalizer gateway-exists-finalizer.gateway.networking.k8s.io, which only the running controller removes.',
      },
    ],
    source: source(INSTALL),
  },
};
