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

const REPOSITORY = 'kubernetes-sigs/gateway-api';

/** The bundle: one manifest, applied on the server; there is no chart. */
export const gatewayApiOperations: OperationsInput = {
  support: 'managed',
  verified: true,
  install: {
    namespaces: [],
    steps: [],
    presets: [
      {
        id: 'default',
        title: 'Release bundle',
        description:
          'Every definition of one channel, and the policy that refuses unsafe changes of them.',
        values: {},
        source: source(`${REPOSITORY}:config/crd`),
      },
    ],
    components: [],
    conflicts: [],
  },
  upgrade: {
    strategies: ['in-place'],
    minors: { oneAtATime: false, confirmed: true, source: source(REPOSITORY) },
    crdPolicy: 'none',
    restart: {
      needed: 'none',
      text: 'Nothing runs. Controllers that check the version may need a restart.',
      source: source(REPOSITORY),
    },
    notes: [
      {
        text: 'From 1.6 on the standard channel no longer serves v1alpha2 of TCPRoute and UDPRoute: move stored objects to v1 before.',
        versions: '>=1.6.0-0',
        source: source('envoyproxy/gateway:site (install-helm)'),
      },
      {
        text: 'A standard bundle of 1.6 refuses 1.5 afterwards: settle the range of every gateway and mesh first.',
        versions: '>=1.6.0-0',
        source: source(
          `${REPOSITORY}:config/crd/standard/gateway.networking.k8s.io_vap_safeupgrades.yaml`,
        ),
      },
    ],
  },
  uninstall: {
    order: [],
    crdGroups: ['gateway.networking.k8s.io', 'gateway.networking.x-k8s.io'],
    crds: 'stay',
    before: [
      'Every Gateway and route of every gateway and mesh of the cluster goes with the definitions.',
    ],
    leftovers: [
      {
        kind: 'ValidatingAdmissionPolicyBinding',
        apiVersion: 'admissionregistration.k8s.io/v1',
        name: 'safe-upgrades.gateway.networking.k8s.io',
        text: 'Binding of the policy that guards the definitions.',
        remove: true,
      },
      {
        kind: 'ValidatingAdmissionPolicy',
        apiVersion: 'admissionregistration.k8s.io/v1',
        name: 'safe-upgrades.gateway.networking.k8s.io',
        text: 'The policy that guards the definitions; it is only removed together with them.',
        remove: true,
      },
    ],
    finalizerHazards: [
      {
        kind: 'GatewayClass.gateway.networking.k8s.io',
        text: 'A GatewayClass that is in use carries a finalizer of its controller.',
      },
    ],
    source: source(REPOSITORY),
  },
};
