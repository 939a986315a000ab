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

import { meshDefinitions } from '@meshplane/meshes';
import {
  marksInWords,
  marksToRestore,
  missingMarks,
  noMarks,
  valuesBefore,
} from './marks';
import { askedBy, onMarks, optOutMarks, removeOnMarks } from './onboarding';

const definition = (id: string) => meshDefinitions.find(one => one.id === id)!;
const mesh = { id: 'm', revision: 'default', tags: [] as string[] };
const canary = { id: 'm', revision: '1-30-3', tags: ['prod'] };
const marked = (
  labels: Record<string, string> = {},
  annotations: Record<string, string> = {},
) => ({ labels, annotations });
const words = (...args: Parameters<typeof onMarks>) =>
  marksInWords(onMarks(...args) ?? noMarks());

describe('onMarks', () => {
  it.each([
    ['istio', ['label istio-injection=enabled']],
    ['istio-ambient', ['label istio.io/dataplane-mode=ambient']],
    ['linkerd', ['annotation linkerd.io/inject=enabled']],
    ['kuma', ['label kuma.io/sidecar-injection=enabled']],
    ['cilium', ['label io.cilium/mtls-enabled=true']],
  ])('puts a namespace onto %s', (id, expected) => {
    expect(
      words(
        definition(id),
        { ...mesh, revision: undefined },
        'namespace',
        marked(),
      ),
    ).toEqual(expected);
  });

  it('asks for the revision of a control plane that is not the default one', () => {
    const current = marked({ 'istio-injection': 'enabled' });
    expect(words(definition('istio'), canary, 'namespace', current)).toEqual([
      'label istio.io/rev=1-30-3',
      'no label istio-injection',
    ]);
    expect(
      words(definition('istio'), canary, 'namespace', marked(), 'prod'),
    ).toEqual(['label istio.io/rev=prod']);
    expect(() =>
      onMarks(definition('istio'), canary, 'namespace', marked(), 'other'),
    ).toThrow(
      'Mesh "m" has no revision or tag "other"; it serves "1-30-3", "prod"',
    );
  });

  it('overrides what a workload has said itself', () => {
    expect(
      words(
        definition('istio'),
        mesh,
        'workload',
        marked({}, { 'sidecar.istio.io/inject': 'false' }),
      ),
    ).toEqual([
      'label sidecar.istio.io/inject=true',
      'no annotation sidecar.istio.io/inject',
    ]);
  });

  it('knows that Consul has no mark for namespaces and Cilium none for workloads', () => {
    expect(
      onMarks(definition('consul'), mesh, 'namespace', marked()),
    ).toBeUndefined();
    expect(
      onMarks(definition('cilium'), mesh, 'workload', marked()),
    ).toBeUndefined();
  });
});

describe('leaving', () => {
  it('removes what asks for the mesh and its waypoint, and nothing that refuses it', () => {
    const current = marked({
      'istio.io/dataplane-mode': 'ambient',
      'istio.io/use-waypoint': 'waypoint',
      team: 'shop',
    });
    expect(
      marksInWords(
        removeOnMarks(definition('istio-ambient'), 'namespace', current),
      ),
    ).toEqual([
      'no label istio.io/dataplane-mode',
      'no label istio.io/use-waypoint',
    ]);
    expect(
      removeOnMarks(
        definition('istio'),
        'namespace',
        marked({ 'istio-injection': 'disabled' }),
      ),
    ).toEqual(noMarks());
  });

  it('opts a single workload out', () => {
    expect(
      marksInWords(optOutMarks(definition('linkerd'), marked()) ?? noMarks()),
    ).toEqual(['annotation linkerd.io/inject=disabled']);
    expect(
      askedBy(
        definition('linkerd'),
        'workload',
        marked({}, { 'linkerd.io/inject': 'disabled' }),
      ),
    ).toBe(false);
  });
});

describe('undoing marks', () => {
  const set = {
    labels: { 'istio.io/rev': 'prod', 'istio-injection': null },
    annotations: {},
  };

  it('restores what was there', () => {
    const was = marked({ 'istio-injection': 'enabled' });
    const before = valuesBefore(was, set);
    const now = marked({ 'istio.io/rev': 'prod' });
    expect(missingMarks(now, set)).toEqual(noMarks());
    expect(marksToRestore(now, set, before)).toEqual({
      restore: {
        labels: { 'istio.io/rev': null, 'istio-injection': 'enabled' },
        annotations: {},
      },
      changedSince: [],
    });
  });

  it('leaves alone what somebody has changed since', () => {
    const before = valuesBefore(marked(), set);
    expect(
      marksToRestore(marked({ 'istio.io/rev': 'other' }), set, before),
    ).toEqual({ restore: noMarks(), changedSince: ['istio.io/rev'] });
  });
});
