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

import type { KubeObject } from '../model/objects';
import { namespaceCoverageSchema } from '../model/results';
import { codesOf, describeObjects } from '../testing/describe';
import {
  istiod,
  linkerd,
  withIstioProxy,
  ztunnel,
} from '../testing/installations';
import { deploymentWithPods, namespace } from '../testing/objects';

type Objects = readonly (KubeObject | readonly KubeObject[])[];

function shop(objects: Objects) {
  const found = describeObjects(objects).namespaces.find(
    n => n.namespace === 'shop',
  );
  return namespaceCoverageSchema.parse(found);
}

const injected = namespace('shop', { 'istio-injection': 'enabled' });
const onMesh = deploymentWithPods('shop', 'cart', [
  withIstioProxy(),
  withIstioProxy(),
]);
const offMesh = deploymentWithPods('shop', 'web', [{}]);

describe('a namespace', () => {
  it('adds up its workloads', () => {
    expect(shop([istiod(), injected, onMesh, offMesh])).toMatchObject({
      state: 'partial',
      meshes: ['istio~istio-system~default'],
      workloads: {
        'on-mesh': 1,
        partial: 0,
        'opted-out': 0,
        'off-mesh': 1,
        unknown: 0,
      },
      pods: { total: 3, ready: 3, onMesh: 2 },
    });
  });

  it.each<[string, Objects, string]>([
    ['all are on a mesh', [istiod(), injected, onMesh], 'on-mesh'],
    ['none is', [istiod(), namespace('shop'), offMesh], 'off-mesh'],
    [
      'it keeps its pods off',
      [istiod(), namespace('shop', { 'istio-injection': 'disabled' }), offMesh],
      'opted-out',
    ],
    ['it asks for a mesh and is empty', [istiod(), injected], 'unknown'],
    ['it is empty and asks for nothing', [namespace('shop')], 'off-mesh'],
  ])('has a state when %s', (_name, objects, state) => {
    expect(shop(objects).state).toBe(state);
  });

  it('says in words what it asks for', () => {
    expect(
      shop([istiod(), namespace('shop', { 'istio.io/rev': 'canary' })]).intent,
    ).toEqual([
      {
        definition: 'istio',
        revision: 'canary',
        on: true,
        text: 'label istio.io/rev=canary asks for sidecar injection by this revision',
      },
    ]);
  });

  it('says which label wins when both are set', () => {
    const { reasons, intent } = shop([
      istiod(),
      istiod({ revision: 'canary' }),
      namespace('shop', {
        'istio-injection': 'enabled',
        'istio.io/rev': 'canary',
      }),
    ]);
    expect(intent).toHaveLength(1);
    expect(intent[0].revision).toBe('default');
    expect(reasons).toEqual([
      {
        code: 'conflicting-labels',
        severity: 'warning',
        text: "namespace labels istio-injection=enabled and istio.io/rev=canary contradict each other: istio-injection wins, so revision 'default' injects",
      },
    ]);
  });

  it('warns once when it asks for sidecars and ambient', () => {
    const { reasons } = shop([
      istiod({ ambient: true }),
      ztunnel(),
      namespace('shop', {
        'istio-injection': 'enabled',
        'istio.io/dataplane-mode': 'ambient',
      }),
    ]);
    expect(codesOf({ reasons })).toEqual(['ambient-and-sidecar']);
  });

  it('does not mind sidecars being switched off beside ambient', () => {
    const { reasons } = shop([
      istiod({ ambient: true }),
      ztunnel(),
      namespace('shop', {
        'istio-injection': 'disabled',
        'istio.io/dataplane-mode': 'ambient',
      }),
    ]);
    expect(reasons).toEqual([]);
  });

  it.each<[string, Objects, string, RegExp]>([
    [
      'a revision without control plane',
      [istiod(), namespace('shop', { 'istio.io/rev': 'x' })],
      'revision-missing',
      /revision 'x' which has no control plane/,
    ],
    [
      'a mesh that is not installed',
      [injected],
      'mesh-not-installed',
      /was not found in this cluster/,
    ],
    [
      'an annotation in the form of a label',
      [linkerd(), namespace('shop', { 'linkerd.io/inject': 'enabled' })],
      'wrong-form',
      /has no effect: Linkerd reads it as an annotation/,
    ],
    [
      'a value that means nothing',
      [istiod(), namespace('shop', { 'istio-injection': 'true' })],
      'unknown-value',
      /has the value 'true', which means nothing .* it takes enabled, disabled/,
    ],
    [
      'several meshes',
      [
        istiod(),
        linkerd(),
        namespace(
          'shop',
          { 'istio-injection': 'enabled' },
          { 'linkerd.io/inject': 'enabled' },
        ),
      ],
      'two-meshes-asked',
      /Istio \(sidecar\).*Linkerd/,
    ],
  ])('names %s', (_name, objects, code, text) => {
    const { reasons } = shop(objects);
    expect(reasons.map(r => r.code)).toEqual([code]);
    expect(reasons[0].text).toMatch(text);
  });

  it('is marked when it belongs to Kubernetes or to a control plane', () => {
    const { namespaces } = describeObjects([
      istiod(),
      namespace('kube-system'),
      namespace('istio-system'),
      namespace('shop'),
    ]);
    expect(namespaces.map(n => [n.namespace, codesOf(n)])).toEqual([
      ['istio-system', ['control-plane-namespace']],
      ['kube-system', ['system-namespace']],
      ['shop', []],
    ]);
  });
});
