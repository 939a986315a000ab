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
  gatewayCrd,
  install,
  upgrade,
  linkerd,
  bundle,
  type Row,
} from './fixtures';

export const gatewayApiRows: Row[] = [
  {
    rule: 'gateway-api-present',
    what: 'a missing Gateway API',
    definition: 'envoy-gateway',
    request: install('1.8.3'),
    bad: { crds: [] },
    severity: 'blocking',
    good: { crds: [gatewayCrd('gateways')] },
  },
  {
    rule: 'gateway-api-uniform',
    what: 'mixed definitions',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      crds: [
        gatewayCrd('gateways'),
        gatewayCrd('tcproutes', 'v0.6.2', 'experimental'),
      ],
    },
    severity: 'warning',
    good: { crds: [gatewayCrd('gateways'), gatewayCrd('httproutes')] },
  },
  {
    rule: 'gateway-api-range',
    what: 'a bundle that a neighbour cannot use',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.6.1'),
    bad: { crds: [gatewayCrd('gateways')], meshes: [linkerd] },
    severity: 'blocking',
    good: { crds: [gatewayCrd('gateways')], meshes: [] },
  },
  {
    rule: 'gateway-api-range',
    what: 'a bundle that the target cannot use',
    definition: 'envoy-gateway',
    request: install('1.9.0'),
    bad: { crds: [gatewayCrd('gateways')], meshes: [] },
    severity: 'blocking',
    good: { crds: [gatewayCrd('gateways', 'v1.6.1')], meshes: [] },
  },
  {
    rule: 'safe-upgrades-policy',
    what: 'a bundle that the policy refuses',
    definition: 'gateway-api',
    request: install('1.2.1'),
    bad: {
      crds: [gatewayCrd('gatewayclasses')],
      safeUpgradesPolicy: { bundleVersion: 'v1.5.0-dev' },
    },
    severity: 'blocking',
    good: { crds: [gatewayCrd('gatewayclasses')], safeUpgradesPolicy: null },
  },
  {
    rule: 'safe-upgrades-policy',
    what: 'experimental definitions over standard ones',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.5.1', {
      gatewayApi: { version: '1.5.1', channel: 'experimental' },
    }),
    bad: {
      crds: [gatewayCrd('gatewayclasses')],
      safeUpgradesPolicy: { bundleVersion: 'v1.5.0-dev' },
    },
    severity: 'blocking',
    good: {
      crds: [gatewayCrd('gatewayclasses', 'v1.5.1', 'experimental')],
      safeUpgradesPolicy: { bundleVersion: 'v1.5.0-dev' },
    },
  },
  {
    rule: 'gateway-api-one-way',
    what: 'the step to a standard 1.6',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.6.1'),
    bad: { crds: [gatewayCrd('gateways')] },
    severity: 'warning',
    good: { crds: [gatewayCrd('gateways', 'v1.6.0')] },
  },
  {
    rule: 'gateway-api-dropped-versions',
    what: 'objects stored in a version that 1.6 drops',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.6.1'),
    bad: {
      crds: [
        gatewayCrd('tcproutes', 'v1.5.1', 'experimental', {
          storedVersions: ['v1alpha2'],
          objects: 2,
        }),
      ],
    },
    severity: 'blocking',
    good: { crds: [gatewayCrd('tcproutes')] },
  },
  {
    rule: 'gateway-api-owner',
    what: 'definitions that a release owns',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.5.1'),
    bad: {
      crds: [
        gatewayCrd('gateways', 'v1.5.1', 'standard', {
          annotations: {
            'meta.helm.sh/release-name': 'consul',
            'meta.helm.sh/release-namespace': 'consul',
          },
        }),
      ],
    },
    severity: 'warning',
    good: { crds: [gatewayCrd('gateways')] },
  },
];
