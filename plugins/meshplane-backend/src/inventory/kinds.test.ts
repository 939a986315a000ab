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

import type { CustomResourceDefinition } from '@meshplane/meshes';
import { byVersionPriority, kindOfCrd, listPath, objectPath } from './kinds';

function crdWith(fields: {
  versions?: { name: string; served: boolean }[];
  established?: string;
  deleted?: boolean;
}): CustomResourceDefinition {
  const {
    versions = [{ name: 'v1', served: true }],
    established = 'True',
    deleted,
  } = fields;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'x', ...(deleted && { deletionTimestamp: 'now' }) },
    spec: {
      group: 'mesh.example.com',
      names: { kind: 'Route', plural: 'routes' },
      scope: 'Namespaced',
      versions: versions.map(one => ({ ...one, storage: false })),
    },
    status: { conditions: [{ type: 'Established', status: established }] },
  };
}

describe('kinds of CRDs', () => {
  it('orders versions as Kubernetes does', () => {
    const versions = [
      'v1beta1',
      'foo',
      'v2',
      'v1alpha2',
      'v11',
      'v1',
      'v1beta3',
      'bar',
      'v1alpha1',
    ];
    expect(versions.sort(byVersionPriority)).toEqual([
      'v11',
      'v2',
      'v1',
      'v1beta3',
      'v1beta1',
      'v1alpha2',
      'v1alpha1',
      'bar',
      'foo',
    ]);
  });

  it('reads the most stable version that is served', () => {
    const kind = kindOfCrd(
      crdWith({
        versions: [
          { name: 'v1alpha3', served: true },
          { name: 'v1', served: false },
          { name: 'v1beta1', served: true },
        ],
      }),
    );
    expect(kind && listPath(kind)).toBe(
      '/apis/mesh.example.com/v1beta1/routes',
    );
    expect(kind).toMatchObject({
      id: 'Route.mesh.example.com',
      namespaced: true,
    });
  });

  it.each([
    ['not established', { established: 'False' }],
    ['being deleted', { deleted: true }],
    ['without a served version', { versions: [{ name: 'v1', served: false }] }],
  ])('brings no kind while it is %s', (_what, fields) => {
    expect(kindOfCrd(crdWith(fields))).toBeUndefined();
  });

  it('builds paths of objects with and without namespace', () => {
    const pods = { group: '', version: 'v1', resource: 'pods' };
    expect(objectPath(pods, 'shop', 'a/b')).toBe(
      '/api/v1/namespaces/shop/pods/a%2Fb',
    );
    expect(objectPath({ ...pods, resource: 'nodes' }, undefined, 'n')).toBe(
      '/api/v1/nodes/n',
    );
  });
});
