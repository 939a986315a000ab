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

import { importText } from '../importers/importDesign';
import { createRegistry } from '../registry/createRegistry';
import { openApiDocumentSchema } from '../registry/openApiModel';
import { validateDesign } from './validateDesign';

const gvk = (group: string, version: string, kind: string) => ({
  'x-kubernetes-group-version-kind': { group, version, kind },
});

const APPS = openApiDocumentSchema.parse({
  paths: {
    '/apis/apps/v1/deployments': { get: gvk('apps', 'v1', 'Deployment') },
    '/apis/apps/v1/namespaces/{namespace}/deployments': {
      get: gvk('apps', 'v1', 'Deployment'),
    },
    '/apis/apps/v1/namespaces/{namespace}/deployments/{name}': {
      get: gvk('apps', 'v1', 'Deployment'),
    },
  },
  components: {
    schemas: {
      'io.Deployment': {
        description: 'Runs pods.',
        type: 'object',
        'x-kubernetes-group-version-kind': [
          { group: 'apps', version: 'v1', kind: 'Deployment' },
        ],
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: {
            allOf: [{ $ref: '#/components/schemas/io.Meta' }],
            default: {},
          },
          spec: { $ref: '#/components/schemas/io.Spec' },
        },
      },
      'io.Meta': {
        type: 'object',
        properties: {
          name: { type: 'string' },
          namespace: { type: 'string' },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
      'io.Spec': {
        type: 'object',
        required: ['replicas'],
        properties: {
          replicas: { type: 'integer' },
          surge: { 'x-kubernetes-int-or-string': true },
          nested: { $ref: '#/components/schemas/io.Spec' },
        },
      },
    },
  },
});

const registry = createRegistry([
  {
    name: 'kubernetes',
    title: 'Kubernetes',
    version: '1.36',
    source: 'cluster',
    documents: [APPS],
  },
]);

const check = async (text: string, options: object = { registry }) =>
  (await validateDesign(importText(text).design!, options)).map(
    ({ rule, component, path, message }) => ({
      rule,
      component,
      path,
      message,
    }),
  );

describe('a registry of OpenAPI documents', () => {
  it('knows the kinds that are served, whether they have a namespace, and finds them', () => {
    expect(registry.find('apps/v1', 'Deployment')).toMatchObject({
      model: 'kubernetes',
      resource: 'deployments',
      namespaced: true,
      description: 'Runs pods.',
    });
    expect(registry.models()).toMatchObject([{ name: 'kubernetes', kinds: 1 }]);
    for (const text of ['deploy', 'deployments', 'apps', 'runs pods']) {
      expect(registry.search(text)).toHaveLength(1);
    }
    expect(registry.search('deploy nothing')).toEqual([]);
  });
});

describe('validateDesign', () => {
  it('checks values against the schema of the target, and knows where they stand', async () => {
    const found = await check(`apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { a: 1 } }
spec: { surge: 25%, replica: 2 }
`);
    expect(
      found.map(({ rule, path, message }) => [rule, path, message]),
    ).toEqual([
      ['schema', '/metadata/labels/a', '/metadata/labels/a must be string'],
      [
        'schema',
        '/spec',
        '/spec has a field "replica" that the kind does not know',
      ],
      ['schema', '/spec', "/spec must have required property 'replicas'"],
    ]);
  });

  it('says which APIs are gone, for the version of the target', async () => {
    const text =
      'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: a }\n';
    const old = await check(text, { kubernetesVersion: 'v1.24.3' });
    expect(old).toEqual([]);
    const now = await check(text, { kubernetesVersion: 'v1.36.0' });
    expect(now).toMatchObject([
      {
        rule: 'api-removed',
        message:
          'policy/v1beta1 PodDisruptionBudget is gone since Kubernetes 1.25',
      },
    ]);
  });

  it('says which kinds are not served, and what is the same object twice or without a name', async () => {
    const found = await check(`apiVersion: apps/v2
kind: Deployment
metadata: { name: web }
---
apiVersion: apps/v2
kind: Deployment
metadata: { name: web }
---
apiVersion: example.com/v1
kind: Oddity
metadata: {}
`);
    expect(found.map(({ rule, component }) => [rule, component])).toEqual([
      ['object-twice', 'deployment/web-2'],
      ['kind-unknown', 'deployment/web'],
      ['kind-unknown', 'deployment/web-2'],
      ['name-missing', 'oddity'],
      ['kind-unknown', 'oddity'],
    ]);
  });
});
