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

import { source } from '../../definitions/facts';
import type { OperationsInput } from '../schema';

/**
 * Gateways whose charts were not rendered here: order, namespaces and the few values that upstream's documents name, and
 * nothing beyond. Each is marked as not verified, which a reader of a plan is told.
 */

type Managed = Extract<OperationsInput, { support: 'managed' }>;

function gatewayOperations(options: {
  from: string;
  namespace: string;
  steps: Managed['install']['steps'];
  crdPolicy: Managed['upgrade']['crdPolicy'];
  crdGroup: string;
  crds: Managed['uninstall']['crds'];
  crdChart?: string;
  order: string[];
  gatewayApiWhy: string;
  notes?: Managed['upgrade']['notes'];
}): OperationsInput {
  const from = source(options.from);
  return {
    support: 'managed',
    verified: false,
    install: {
      gatewayApi: {
        need: 'required',
        why: options.gatewayApiWhy,
        source: from,
      },
      namespaces: [{ name: options.namespace, labels: {}, source: from }],
      steps: options.steps,
      presets: [
        {
          id: 'default',
          title: 'Default',
          description:
            "Upstream's defaults. The values of this chart were not checked here, so there are no further presets.",
          values: {},
          source: from,
        },
      ],
      components: [],
      conflicts: [],
    },
    upgrade: {
      strategies: ['in-place'],
      minors: { confirmed: false, source: from },
      crdPolicy: options.crdPolicy,
      restart: {
        needed: 'none',
        text: 'The controller rolls its proxies by itself.',
        source: from,
      },
      notes: options.notes ?? [],
    },
    uninstall: {
      order: options.order,
      crdGroups: [options.crdGroup],
      crds: options.crds,
      crdChart: options.crdChart,
      before: [
        'Remove the Gateways of its class first: without the controller nothing looks after what it made for them.',
      ],
      leftovers: [],
      finalizerHazards: [],
      source: from,
    },
  };
}

const KGATEWAY = 'kgateway-dev/kgateway:install/helm';
const NGF = 'nginx/nginx-gateway-fabric:README.md';
const TRAEFIK = 'traefik/traefik-helm-chart';

export const kgatewayOperations = gatewayOperations({
  from: KGATEWAY,
  namespace: 'kgateway-system',
  steps: [
    {
      chart: 'kgateway-crds',
      values: [],
      estimatedSeconds: 10,
      why: 'Definitions come before the controller.',
    },
    {
      chart: 'kgateway',
      values: [],
      estimatedSeconds: 60,
      why: 'The controller.',
    },
  ],
  crdPolicy: 'separate-chart',
  crdGroup: 'gateway.kgateway.dev',
  crds: 'with-chart',
  crdChart: 'kgateway-crds',
  order: ['kgateway', 'kgateway-crds'],
  gatewayApiWhy:
    'The controller refuses to start with a Gateway API version it does not know.',
});

export const nginxGatewayFabricOperations = gatewayOperations({
  from: NGF,
  namespace: 'nginx-gateway',
  steps: [
    {
      chart: 'nginx-gateway-fabric',
      applyCrdsFolder: true,
      values: [],
      estimatedSeconds: 60,
      hooks: {
        text: 'A Job makes the certificates between controller and proxies.',
        needed: true,
        source: source(NGF),
      },
      why: 'The controller.',
    },
  ],
  crdPolicy: 'crds-folder',
  crdGroup: 'gateway.nginx.org',
  crds: 'stay',
  order: ['nginx-gateway-fabric'],
  gatewayApiWhy: 'The controller needs the definitions before it starts.',
  notes: [
    {
      text: 'The definitions have to be applied before each upgrade, or new fields are unknown.',
      source: source(NGF),
    },
  ],
});

export const traefikOperations = gatewayOperations({
  from: TRAEFIK,
  namespace: 'traefik',
  steps: [
    {
      chart: 'traefik',
      applyCrdsFolder: true,
      values: [
        {
          values: {
            providers: { kubernetesGateway: { enabled: true } },
            gateway: { enabled: true },
            gatewayClass: { enabled: true },
          },
          why: 'Traefik serves the Gateway API only when its provider is switched on.',
          source: source(TRAEFIK),
        },
      ],
      // A Service of type LoadBalancer is not ready where nothing gives out addresses.
      wait: 'none',
      estimatedSeconds: 60,
      why: 'Controller and proxy are one process.',
    },
  ],
  crdPolicy: 'crds-folder',
  crdGroup: 'traefik.io',
  crds: 'stay',
  order: ['traefik'],
  gatewayApiWhy:
    'The chart no longer brings the definitions; its provider fails without them.',
});

/** For products that have ended. */
export const endedOperations: OperationsInput = {
  support: 'detect-only',
  reason:
    'This product has ended: nothing new of it is installed. What is left of it can be seen, and moved away from.',
};
