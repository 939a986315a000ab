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

import { isAlreadyApplied } from './alreadyApplied';
import type { KubeObject } from './model';

const live: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: 'a',
    uid: '1',
    labels: { a: 'b' },
    managedFields: [
      {
        manager: 'helm',
        operation: 'Apply',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:a': {} } },
          'f:spec': {
            'f:group': {},
            'f:versions': {
              'k:{"name":"v1"}': { '.': {}, 'f:name': {}, 'f:served': {} },
            },
            'f:names': { 'f:shortNames': { 'v:"x"': {} } },
          },
        },
      },
      {
        manager: 'kube-apiserver',
        operation: 'Update',
        subresource: 'status',
        fieldsV1: { 'f:status': {} },
      },
    ],
  },
  spec: {
    group: 'g',
    scope: 'Namespaced',
    names: { shortNames: ['x'] },
    versions: [{ name: 'v1', served: true, defaulted: 1 }],
  },
};

function wanted(change: (object: Record<string, any>) => void = () => {}) {
  const object = {
    apiVersion: live.apiVersion,
    kind: live.kind,
    metadata: {
      name: 'a',
      labels: { a: 'b' },
      creationTimestamp: null,
    },
    spec: {
      group: 'g',
      names: { shortNames: ['x'] },
      versions: [{ name: 'v1', served: true }],
    },
  };
  change(object);
  return object as unknown as KubeObject;
}

describe('isAlreadyApplied', () => {
  it('sees that nothing would change, whatever the server has added', () => {
    expect(isAlreadyApplied(live, wanted(), 'helm')).toBe(true);
  });

  it.each<[string, (object: Record<string, any>) => void]>([
    ['another value', o => (o.spec.group = 'h')],
    ['a new field', o => (o.spec.conversion = {})],
    ['a field that goes', o => delete o.metadata.labels],
    ['a label that goes', o => delete o.metadata.labels.a],
    ['a field of an item that goes', o => delete o.spec.versions[0].served],
    ['a field that becomes null', o => (o.spec.group = null)],
    ['a new item', o => o.spec.versions.push({ name: 'v2' })],
    ['an item that goes', o => (o.spec.versions = [])],
    ['another item', o => (o.spec.versions[0].name = 'v2')],
    ['another value in a set', o => (o.spec.names.shortNames = ['y'])],
  ])('asks the server about %s', (_, change) => {
    expect(isAlreadyApplied(live, wanted(change), 'helm')).toBe(false);
  });

  it('asks the server when somebody else has applied it, or not by this kind of apply', () => {
    expect(isAlreadyApplied(live, wanted(), 'meshplane')).toBe(false);
    const [own] = live.metadata.managedFields as object[];
    const updated = {
      ...live,
      metadata: {
        ...live.metadata,
        managedFields: [{ ...own, operation: 'Update' }],
      },
    };
    expect(isAlreadyApplied(updated, wanted(), 'helm')).toBe(false);
  });
});
