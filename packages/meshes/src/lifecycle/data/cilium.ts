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

const DOCS = 'cilium/cilium:Documentation';
const VALUES = 'cilium/charts (values.yaml 1.19.6, 1.20.0)';

const L7_PROXY = {
  kind: 'config' as const,
  key: 'enable-l7-proxy',
  value: 'true',
  text: 'l7Proxy has to be on (ConfigMap cilium-config, enable-l7-proxy)',
};
const KUBE_PROXY_REPLACEMENT = {
  kind: 'config' as const,
  key: 'kube-proxy-replacement',
  value: 'true',
  text: 'kubeProxyReplacement has to be true (ConfigMap cilium-config, kube-proxy-replacement)',
};

/** A switch of one value path. */
function onOff(values: (on: boolean) => Record<string, unknown>) {
  return { off: values(false), on: values(true) };
}

/** Cilium: features of the network that is there. It is never installed, reinstalled or removed. */
export const ciliumOperations: OperationsInput = {
  support: 'toggles-only',
  reason:
    'Cilium is the network of the cluster: installing or removing it from here would cut every connection, also the one that this suite uses. Only single features are switched.',
  toggles: {
    chart: 'cilium',
    items: [
      {
        id: 'gatewayAPI',
        title: 'Gateway API',
        description: 'Serves Gateways of class cilium.',
        kind: 'switch',
        options: [
          { option: 'off', values: { gatewayAPI: { enabled: false } } },
          {
            option: 'on',
            values: { gatewayAPI: { enabled: true } },
            needs: [
              KUBE_PROXY_REPLACEMENT,
              L7_PROXY,
              {
                kind: 'gateway-api',
                text: 'the Gateway API definitions have to be installed before',
              },
            ],
          },
        ],
        maturity: 'stable',
        source: source(
          `${DOCS}/network/servicemesh/gateway-api/installation.rst`,
        ),
      },
      {
        id: 'ingressController',
        title: 'Ingress controller',
        description: 'Serves Ingress resources of class cilium.',
        kind: 'switch',
        options: [
          { option: 'off', values: { ingressController: { enabled: false } } },
          {
            option: 'on',
            values: { ingressController: { enabled: true } },
            needs: [KUBE_PROXY_REPLACEMENT, L7_PROXY],
          },
        ],
        maturity: 'stable',
        source: source(VALUES, RENDERED),
      },
      {
        id: 'envoyConfig',
        title: 'CiliumEnvoyConfig',
        description:
          'Lets CiliumEnvoyConfig resources configure the node proxy directly.',
        kind: 'switch',
        options: [
          { option: 'off', values: { envoyConfig: { enabled: false } } },
          {
            option: 'on',
            values: { envoyConfig: { enabled: true } },
            needs: [L7_PROXY],
          },
        ],
        maturity: 'stable',
        source: source(VALUES, RENDERED),
      },
      {
        id: 'loadBalancer.l7.backend',
        title: 'Layer 7 load balancing',
        description:
          'Sends annotated Services through Envoy for balancing by request.',
        kind: 'choice',
        options: [
          {
            option: 'disabled',
            values: { loadBalancer: { l7: { backend: 'disabled' } } },
          },
          {
            option: 'envoy',
            values: { loadBalancer: { l7: { backend: 'envoy' } } },
            needs: [L7_PROXY, KUBE_PROXY_REPLACEMENT],
          },
        ],
        maturity: 'stable',
        source: source(VALUES, RENDERED),
      },
      {
        id: 'encryption',
        title: 'Encryption between nodes or workloads',
        description:
          'WireGuard and IPsec encrypt between nodes; ztunnel gives workloads of labelled namespaces mutual TLS.',
        kind: 'choice',
        options: [
          { option: 'off', values: { encryption: { enabled: false } } },
          {
            option: 'wireguard',
            values: { encryption: { enabled: true, type: 'wireguard' } },
            needs: [
              {
                kind: 'known',
                text: 'the kernel of every node has WireGuard (5.6 or newer)',
              },
            ],
          },
          {
            option: 'ipsec',
            values: { encryption: { enabled: true, type: 'ipsec' } },
            needs: [
              {
                kind: 'secret',
                namespace: 'kube-system',
                name: 'cilium-ipsec-keys',
                text: 'the Secret with the IPsec keys has to be there before',
              },
            ],
          },
          {
            option: 'ztunnel',
            values: { encryption: { enabled: true, type: 'ztunnel' } },
            needs: [
              {
                kind: 'secret',
                namespace: 'kube-system',
                name: 'cilium-ztunnel-secrets',
                text: 'the Secret with the bootstrap and CA keys has to be there before',
              },
              {
                kind: 'config',
                key: 'cluster-id',
                value: '0',
                text: 'Cluster Mesh has to be off: ztunnel does not work with it',
              },
              {
                kind: 'known',
                text: 'only TCP is covered; namespaces opt in with the label io.cilium/mtls-enabled=true',
              },
            ],
          },
        ],
        maturity: 'beta',
        source: source(`${DOCS}/security/network`),
      },
      {
        id: 'mutualAuthentication',
        title: 'Mutual authentication with SPIRE',
        description:
          'Authenticates workloads to each other out of band. Beta; upstream takes its flags away in newer versions.',
        kind: 'switch',
        options: [
          {
            option: 'off',
            values: {
              authentication: {
                enabled: false,
                mutual: { spire: { enabled: false } },
              },
            },
          },
          {
            option: 'on',
            values: {
              authentication: {
                enabled: true,
                mutual: { spire: { enabled: true } },
              },
            },
            conflicts: [{ toggle: 'encryption', option: 'ztunnel' }],
          },
        ],
        maturity: 'deprecated',
        source: source(`${DOCS}/security/network`),
      },
      ...(
        [
          [
            'hubble',
            'Hubble',
            'Observes flows on every node.',
            onOff(on => ({ hubble: { enabled: on } })),
          ],
          [
            'hubble.relay',
            'Hubble relay',
            'Collects the flows of all nodes.',
            onOff(on => ({ hubble: { relay: { enabled: on } } })),
          ],
          [
            'hubble.ui',
            'Hubble user interface',
            'Shows flows in a browser.',
            onOff(on => ({ hubble: { ui: { enabled: on } } })),
          ],
        ] as const
      ).map(([id, title, description, { off, on }]) => ({
        id,
        title,
        description,
        kind: 'switch' as const,
        options: [
          { option: 'off', values: off },
          {
            option: 'on',
            values: on,
            conflicts:
              id === 'hubble'
                ? []
                : [
                    {
                      toggle: id === 'hubble.ui' ? 'hubble.relay' : 'hubble',
                      option: 'off',
                    },
                  ],
          },
        ],
        maturity: 'stable' as const,
        source: source(VALUES, RENDERED),
      })),
    ],
    restarts: [
      { kind: 'Deployment', namespace: 'kube-system', name: 'cilium-operator' },
      { kind: 'DaemonSet', namespace: 'kube-system', name: 'cilium' },
    ],
    restartText:
      'Operator and agents read their configuration at start: they are restarted, node by node. Established connections go on; new ones on that node wait for its agent.',
    source: source(`${DOCS}/network/servicemesh/gateway-api/installation.rst`),
  },
  upgrade: {
    strategies: ['in-place'],
    minors: {
      oneAtATime: true,
      confirmed: false,
      source: source(`${DOCS}/operations/upgrade.rst`),
    },
    crdPolicy: 'none',
    restart: {
      needed: 'none',
      text: 'Agents roll node by node with the upgrade; pods stay.',
      source: source(`${DOCS}/operations/upgrade.rst`),
    },
    preflightRelease: {
      chart: 'cilium',
      release: 'cilium-preflight',
      values: {
        preflight: { enabled: true },
        agent: false,
        operator: { enabled: false },
      },
      text: 'A release of its own pulls the new image on every node and checks the policies before anything changes.',
      source: source('cilium/charts (templates/cilium-preflight)', RENDERED),
    },
    notes: [
      {
        text: 'One minor at a time, from the newest patch of the present one. The procedure of 1.20 is not confirmed.',
        source: source(`${DOCS}/operations/upgrade.rst`),
      },
    ],
  },
};
