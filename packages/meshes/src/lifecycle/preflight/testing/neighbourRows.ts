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

import { mesh, install, upgrade, istio29, cilium, type Row } from './fixtures';
import type { OwnerMarks } from '../../model';

export const neighbourRows: Row[] = [
  {
    rule: 'already-installed',
    what: 'a second install of the same revision',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { meshes: [istio29] },
    severity: 'blocking',
    good: { meshes: [mesh('istio', '1.29.6', { revision: 'blue' })] },
  },
  {
    rule: 'other-meshes',
    what: 'another mesh beside it',
    definition: 'linkerd',
    request: install('edge-26.8.3'),
    bad: { meshes: [istio29] },
    severity: 'info',
    // The network of the cluster is beside every mesh.
    good: { meshes: [cilium] },
  },
  {
    rule: 'namespaces-of-two-meshes',
    what: 'a namespace that asks for two meshes',
    definition: 'linkerd',
    request: install('edge-26.8.3'),
    bad: {
      namespaces: [
        {
          name: 'shop',
          labels: { 'istio-injection': 'enabled' },
          annotations: { 'linkerd.io/inject': 'enabled' },
        },
      ],
    },
    severity: 'blocking',
    good: {
      namespaces: [
        {
          name: 'shop',
          labels: { 'istio-injection': 'enabled' },
          annotations: { 'linkerd.io/inject': 'disabled' },
        },
      ],
    },
  },
  {
    rule: 'failing-webhooks',
    what: 'a webhook that nobody answers',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      webhooks: [
        {
          configuration: 'gone',
          kind: 'mutating',
          name: 'x.gone.io',
          failurePolicy: 'Fail',
          service: { namespace: 'gone', name: 'gone' },
          readyEndpoints: 0,
        },
      ],
    },
    severity: 'blocking',
    good: {
      webhooks: [
        {
          configuration: 'gone',
          kind: 'mutating',
          name: 'x.gone.io',
          failurePolicy: 'Ignore',
          service: { namespace: 'gone', name: 'gone' },
          readyEndpoints: 0,
        },
      ],
    },
  },
  {
    rule: 'network-plugin',
    what: 'a network that tolerates no other plugin',
    definition: 'istio-ambient',
    request: install('1.30.3'),
    bad: { cni: { ciliumConfig: { 'cni-exclusive': 'true' } } },
    severity: 'blocking',
    good: { cni: { ciliumConfig: { 'cni-exclusive': 'false' } } },
  },
  {
    rule: 'managed-by-others',
    what: 'an operator that owns it',
    definition: 'istio',
    request: upgrade(
      {
        ...istio29,
        management: { by: 'operator', readOnly: true, text: 'Sail' },
      },
      '1.30.3',
    ),
    bad: { operatorGroups: [] },
    severity: 'blocking',
    good: { operatorGroups: [] },
    goodRequest: upgrade(istio29, '1.30.3'),
  },
  {
    rule: 'managed-by-others',
    what: 'an operator on the cluster',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { operatorGroups: ['sailoperator.io'] },
    severity: 'blocking',
    good: { operatorGroups: ['other.io'] },
  },
  ...(
    [
      {
        annotations: {
          'argocd.argoproj.io/tracking-id':
            'argocd_istio:apps/Deployment:istio-system/istiod',
        },
      },
      { labels: { 'helm.toolkit.fluxcd.io/name': 'istiod' } },
      { labels: { 'kustomize.toolkit.fluxcd.io/name': 'infra' } },
    ] as OwnerMarks[]
  ).map(
    (metadata: OwnerMarks): Row => ({
      rule: 'gitops-owned',
      what: 'objects of a GitOps tool',
      definition: 'istio',
      request: upgrade(istio29, '1.30.3'),
      bad: {
        target: {
          existingObjects: [
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              namespace: 'istio-system',
              name: 'istiod',
              metadata,
            },
          ],
        },
      },
      severity: 'blocking',
      good: { target: { existingObjects: [] } },
    }),
  ),
  {
    rule: 'helm-ownership',
    what: 'objects of another release',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      target: {
        existingObjects: [
          {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            name: 'istiod',
            metadata: { annotations: { 'meta.helm.sh/release-name': 'mine' } },
          },
        ],
      },
    },
    severity: 'blocking',
    good: {
      target: {
        existingObjects: [
          {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            name: 'istiod',
            metadata: {
              annotations: { 'meta.helm.sh/release-name': 'istiod' },
            },
          },
        ],
      },
    },
  },
  ...(['pending-upgrade', 'failed'] as const).map(
    (status): Row => ({
      rule: 'helm-releases',
      what: `a release that is ${status}`,
      definition: 'istio',
      request: upgrade(istio29, '1.30.3'),
      bad: {
        releases: [
          { name: 'istiod', namespace: 'istio-system', revision: 2, status },
        ],
      },
      severity: status === 'failed' ? 'warning' : 'blocking',
      good: {
        releases: [
          {
            name: 'istiod',
            namespace: 'istio-system',
            revision: 2,
            status: 'deployed',
          },
          { name: 'other', namespace: 'x', revision: 2, status },
        ],
      },
    }),
  ),
];
