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

import { metadataSchema } from '../kube/shapes';
import { managersOf, ownerOf } from './ownership';

const owner = (metadata: object) =>
  ownerOf(metadataSchema.parse({ name: 'shop', ...metadata }));

it.each([
  [
    { annotations: { 'argocd.argoproj.io/tracking-id': 'web:/Namespace:x/y' } },
    { tool: 'argocd', source: { name: 'web' } },
  ],
  [
    {
      annotations: { 'argocd.argoproj.io/tracking-id': 'team_web:apps/D:x/y' },
    },
    { tool: 'argocd', source: { namespace: 'team', name: 'web' } },
  ],
  [
    { labels: { 'argocd.argoproj.io/instance': 'web' } },
    { tool: 'argocd', text: 'Argo CD application "web"' },
  ],
  [
    {
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'apps',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
    { tool: 'flux', text: 'Flux Kustomization "flux-system/apps"' },
  ],
  [
    { annotations: { 'configmanagement.gke.io/managed': 'enabled' } },
    { tool: 'config-sync' },
  ],
  [
    {
      ownerReferences: [
        {
          apiVersion: 'db.example/v1',
          kind: 'Database',
          name: 'main',
          controller: true,
        },
      ],
    },
    { tool: 'operator', text: 'Database "main" (db.example/v1)' },
  ],
])('recognises who keeps %j', (metadata, expected) => {
  expect(owner(metadata)).toMatchObject(expected);
});

it('takes built-in owners and a common name label for nobody', () => {
  expect(
    owner({
      labels: { 'app.kubernetes.io/instance': 'shop' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: 'x',
          controller: true,
        },
      ],
    }),
  ).toBeUndefined();
});

it('names the field managers of marks that would change, except ourselves', () => {
  const managedFields = ['kubectl-label', 'meshplane'].map(manager => ({
    manager,
    fieldsV1: {
      'f:metadata': { 'f:labels': { 'f:istio-injection': {}, 'f:team': {} } },
    },
  }));
  expect(
    managersOf(metadataSchema.parse({ name: 'shop', managedFields }), {
      labels: ['istio-injection'],
      annotations: ['linkerd.io/inject'],
    }),
  ).toEqual(['kubectl-label: istio-injection']);
});
