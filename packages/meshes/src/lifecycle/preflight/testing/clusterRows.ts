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
  install,
  upgrade,
  istio29,
  linkerd,
  resources,
  toggles,
  type Row,
} from './fixtures';

export const clusterRows: Row[] = [
  {
    rule: 'request',
    what: 'a downgrade',
    definition: 'istio',
    request: upgrade(mesh('istio', '1.30.3'), '1.29.6'),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: upgrade(istio29, '1.30.3'),
  },
  {
    rule: 'request',
    what: 'a skipped minor',
    definition: 'istio',
    request: upgrade(mesh('istio', '1.28.4'), '1.30.3'),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: upgrade(istio29, '1.30.3'),
  },
  {
    rule: 'request',
    what: 'an install of the network',
    definition: 'cilium',
    request: install('1.20.0'),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: toggles({ hubble: true }),
  },
  {
    rule: 'target-support',
    what: 'a version without support',
    definition: 'kuma',
    request: install('2.9.0'),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: install('2.14.3'),
  },
  {
    rule: 'proxy-skew',
    what: 'proxies that would be too old',
    definition: 'istio',
    request: upgrade(
      mesh('istio', '1.29.6', {
        dataPlane: {
          pods: 3,
          workloads: 1,
          namespaces: ['shop'],
          versions: [{ version: '1.28.2', pods: 3, skew: 'behind' }],
        },
      }),
      '1.30.3',
    ),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: upgrade(istio29, '1.30.3'),
  },
  {
    rule: 'restarts-needed',
    what: 'workloads that have to be restarted',
    definition: 'linkerd',
    request: upgrade(
      {
        ...linkerd,
        dataPlane: { ...linkerd.dataPlane, workloads: 4 },
      },
      'edge-26.8.3',
    ),
    bad: {},
    severity: 'info',
    good: {},
    goodRequest: upgrade(linkerd, 'edge-26.8.3'),
  },
  {
    rule: 'kubernetes-version',
    what: 'a cluster that is too old',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { kubernetesVersion: 'v1.31.4' },
    severity: 'blocking',
    good: { kubernetesVersion: 'v1.35.2' },
  },
  {
    rule: 'kubernetes-version',
    what: 'a chart that refuses the cluster',
    definition: 'kuma',
    request: install('2.14.3'),
    bad: {
      kubernetesVersion: 'v1.30.0',
      target: { kubeVersions: [{ chart: 'kuma', range: '>=1.31.0-0' }] },
    },
    severity: 'blocking',
    good: {
      kubernetesVersion: 'v1.35.0',
      target: { kubeVersions: [{ chart: 'kuma', range: '>=1.31.0-0' }] },
    },
  },
  {
    rule: 'nodes-ready',
    what: 'nodes that are not ready',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { nodes: { total: 3, ready: 2 } },
    severity: 'warning',
    good: { nodes: { total: 3, ready: 3 } },
  },
  {
    rule: 'native-sidecars',
    what: 'old kubelets',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { nodes: { total: 1, ready: 1, kubeletVersions: ['v1.28.3'] } },
    severity: 'warning',
    good: { nodes: { total: 1, ready: 1, kubeletVersions: ['v1.35.0'] } },
  },
  {
    rule: 'namespace-terminating',
    what: 'a namespace that is being deleted',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { namespaces: [{ name: 'istio-system', phase: 'Terminating' }] },
    severity: 'blocking',
    good: {
      namespaces: [
        { name: 'istio-system', phase: 'Active' },
        { name: 'other', phase: 'Terminating' },
      ],
    },
  },
  {
    rule: 'permissions',
    what: 'missing permissions',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      target: {
        missingPermissions: [
          { verb: 'create', group: 'apps', resource: 'deployments' },
        ],
      },
    },
    severity: 'blocking',
    good: { target: { missingPermissions: [] } },
  },
  {
    rule: 'resource-headroom',
    what: 'too little room',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      nodes: {
        total: 1,
        ready: 1,
        allocatable: resources(2000),
        requested: { ...resources(1900), memoryBytes: 0, pods: 0 },
      },
      target: { requests: { ...resources(500), memoryBytes: 1, pods: 1 } },
    },
    severity: 'blocking',
    good: {
      nodes: {
        total: 1,
        ready: 1,
        allocatable: resources(2000),
        requested: { ...resources(1900), memoryBytes: 0, pods: 0 },
      },
      // What runs already is not counted twice.
      target: {
        requests: { ...resources(500), memoryBytes: 1, pods: 1 },
        running: { ...resources(500), memoryBytes: 1, pods: 1 },
      },
    },
  },
];
