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

import {
  mesh,
  gatewayCrd,
  install,
  upgrade,
  uninstall,
  istio29,
  linkerd,
  consul,
  kuma,
  toggles,
  type Row,
} from './fixtures';

export const productRows: Row[] = [
  {
    rule: 'crd-terminating',
    what: 'a definition that hangs in deletion',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      crds: [
        {
          name: 'gateways.networking.istio.io',
          group: 'networking.istio.io',
          versions: [],
          storedVersions: [],
          terminating: true,
        },
      ],
    },
    severity: 'blocking',
    good: { crds: [] },
  },
  {
    rule: 'crd-stored-versions',
    what: 'a stored version that the target drops',
    definition: 'kuma',
    request: upgrade(mesh('kuma', '2.13.10'), '2.14.3'),
    bad: {
      crds: [
        {
          name: 'meshes.kuma.io',
          group: 'kuma.io',
          versions: [],
          storedVersions: ['v1alpha1'],
        },
      ],
      target: {
        crds: [
          {
            name: 'meshes.kuma.io',
            group: 'kuma.io',
            versions: [{ name: 'v1', served: true, storage: true }],
          },
        ],
      },
    },
    severity: 'blocking',
    good: {
      crds: [
        {
          name: 'meshes.kuma.io',
          group: 'kuma.io',
          versions: [],
          storedVersions: ['v1'],
        },
      ],
      target: {
        crds: [
          {
            name: 'meshes.kuma.io',
            group: 'kuma.io',
            versions: [{ name: 'v1', served: true, storage: true }],
          },
        ],
      },
    },
  },
  {
    rule: 'crds-dropped',
    what: 'definitions that would go with an upgrade',
    definition: 'consul',
    request: upgrade(mesh('consul', '1.9.11'), '2.0.3'),
    bad: {
      releases: [
        {
          name: 'consul',
          namespace: 'consul',
          chart: 'consul',
          revision: 1,
          status: 'deployed',
        },
      ],
      crds: [
        gatewayCrd('gateways', 'v0.6.2', 'experimental', {
          annotations: {
            'meta.helm.sh/release-name': 'consul',
            'meta.helm.sh/release-namespace': 'consul',
          },
          objects: 3,
        }),
      ],
      target: { crds: [] },
    },
    severity: 'blocking',
    good: {
      releases: [],
      crds: [gatewayCrd('gateways')],
      target: { crds: [] },
    },
  },
  {
    rule: 'uninstall-data-plane',
    what: 'pods that are still on it',
    definition: 'istio',
    request: uninstall({
      ...istio29,
      dataPlane: { ...istio29.dataPlane, pods: 3, namespaces: ['shop'] },
    }),
    bad: {},
    severity: 'blocking',
    good: {},
    // A control plane that is on its own mesh does not stand in its own way.
    goodRequest: uninstall({
      ...istio29,
      dataPlane: {
        ...istio29.dataPlane,
        pods: 3,
        namespaces: ['istio-system'],
      },
    }),
  },
  {
    rule: 'uninstall-objects',
    what: 'objects that go with the definitions',
    definition: 'istio',
    request: uninstall(istio29, 'remove'),
    bad: {
      crds: [
        {
          name: 'virtualservices.networking.istio.io',
          group: 'networking.istio.io',
          versions: [],
          storedVersions: [],
          objects: 4,
        },
      ],
    },
    severity: 'warning',
    good: { crds: [] },
  },
  {
    rule: 'uninstall-objects',
    what: 'definitions that cannot be kept',
    definition: 'consul',
    request: uninstall(consul, 'keep'),
    bad: {
      crds: [
        {
          name: 'meshes.consul.hashicorp.com',
          group: 'consul.hashicorp.com',
          versions: [],
          storedVersions: [],
          objects: 1,
        },
      ],
    },
    severity: 'blocking',
    good: { crds: [] },
  },
  {
    rule: 'certificates',
    what: 'an issuer that has run out',
    definition: 'linkerd',
    request: install('edge-26.8.3'),
    bad: {
      certificates: [
        {
          what: 'issuer',
          object: 'Secret x',
          notAfter: '2026-11-01T00:00:00Z',
        },
      ],
    },
    severity: 'blocking',
    good: { certificates: [] },
  },
  {
    rule: 'certificates',
    what: 'an anchor that runs out soon',
    definition: 'linkerd',
    request: upgrade(linkerd, 'edge-26.8.3'),
    bad: {
      certificates: [
        {
          what: 'trust anchor',
          object: 'ConfigMap x',
          notAfter: '2026-12-24T00:00:00Z',
        },
      ],
    },
    severity: 'warning',
    good: {
      certificates: [
        {
          what: 'trust anchor',
          object: 'ConfigMap x',
          notAfter: '2036-12-24T00:00:00Z',
          algorithm: 'EC P-256',
          signedByAnchor: true,
        },
      ],
    },
  },
  ...[
    { meshesWithOnlyMtls: ['default'] },
    { controlPlaneMode: 'global' },
    { legacyPolicies: [{ kind: 'TrafficPermission', objects: 1 }] },
    { meshAnnotations: ['Namespace shop'] },
    { builtInGateways: ['shop/edge'] },
  ].map(
    (facts): Row => ({
      rule: 'kuma-3',
      what: `what 3.0 drops: ${Object.keys(facts)[0]}`,
      definition: 'kuma',
      request: upgrade(kuma, '3.0.0'),
      bad: { kuma: facts },
      severity: 'blocking',
      good: { kuma: { controlPlaneMode: 'zone' } },
    }),
  ),
  {
    rule: 'feature-needs',
    what: 'a feature without what it needs',
    definition: 'cilium',
    request: toggles({ gatewayAPI: true }),
    bad: {
      crds: [gatewayCrd('gateways', 'v1.6.1')],
      cni: {
        ciliumConfig: {
          'kube-proxy-replacement': 'false',
          'enable-l7-proxy': 'true',
        },
      },
    },
    severity: 'blocking',
    good: {
      crds: [gatewayCrd('gateways', 'v1.6.1')],
      cni: {
        ciliumConfig: {
          'kube-proxy-replacement': 'true',
          'enable-l7-proxy': 'true',
        },
      },
    },
  },
  {
    rule: 'required-values',
    what: 'a required value that nobody gave',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { target: { missingValues: ['istiod: x'] } },
    severity: 'blocking',
    good: { target: { missingValues: [] } },
  },
  {
    rule: 'secrets-in-values',
    what: 'a secret among the values',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { target: { secretsInValues: ['istiod: token'] } },
    severity: 'warning',
    good: { target: { secretsInValues: [] } },
  },
  {
    rule: 'unverified-data',
    what: 'charts that were not tried',
    definition: 'kgateway',
    request: install('2.3.0'),
    bad: {},
    severity: 'warning',
    good: {},
  },
];
