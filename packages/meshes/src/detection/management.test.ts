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
import { codesOf, describeObjects } from '../testing/describe';
import { cilium, istiod, istioCrds } from '../testing/installations';
import { crd, gateway, helmRelease } from '../testing/objects';

type Objects = readonly (KubeObject | readonly KubeObject[])[];

describe('management', () => {
  const managementOf = (objects: Objects) =>
    describeObjects(objects).meshes[0].management;

  it('names the Helm release', () => {
    const { by, readOnly, text } = managementOf([
      istiod({
        annotations: {
          'meta.helm.sh/release-name': 'istiod',
          'meta.helm.sh/release-namespace': 'istio-system',
        },
      }),
    ]);
    expect([by, readOnly, text]).toEqual([
      'helm',
      false,
      'Helm release istiod in namespace istio-system',
    ]);
  });

  it('takes the newest Helm release that is still there as evidence', () => {
    const { evidence } = describeObjects([
      istiod(),
      helmRelease('istio-system', 'istiod', 9, 'superseded'),
      helmRelease('istio-system', 'istiod', 10),
      helmRelease('other', 'istiod', 11),
    ]).meshes[0];
    expect(evidence.map(e => e.text)).toContain(
      'Helm release istiod in istio-system (revision 10, deployed)',
    );
  });

  it.each<[string, Objects, string]>([
    ['an operator', [istiod(), crd('sailoperator.io', 'Istio')], 'operator'],
    ['a cloud', [istiod({ revision: 'asm-1-30' })], 'cloud'],
    ['the network of the cluster', [cilium()], 'cni'],
    [
      'a custom resource that owns it',
      [
        istiod().map(o =>
          o.kind === 'Deployment'
            ? {
                ...o,
                metadata: {
                  ...o.metadata,
                  ownerReferences: [
                    {
                      apiVersion: 'example.org/v1',
                      kind: 'MeshPlatform',
                      name: 'main',
                      uid: 'x',
                      controller: true,
                    },
                  ],
                },
              }
            : o,
        ),
      ],
      'operator',
    ],
  ])('is read-only when it is owned by %s', (_name, objects, by) => {
    expect(managementOf(objects)).toMatchObject({ by, readOnly: true });
  });

  it('says so when nothing is known', () => {
    expect(managementOf([istiod()])).toMatchObject({
      by: 'unknown',
      readOnly: false,
    });
  });
});

describe('what could not be read', () => {
  const CRDS = 'CustomResourceDefinition.apiextensions.k8s.io';

  it('is a reason on the installation that it concerns', () => {
    const { meshes, reasons } = describeObjects([istiod()], [CRDS, 'Secret']);
    expect(meshes[0].health).toBe('healthy');
    expect(
      meshes[0].reasons.filter(r => r.code === 'not-readable').map(r => r.text),
    ).toEqual([
      expect.stringMatching(/^CustomResourceDefinitions could not be read/),
      expect.stringMatching(/^Helm release Secrets could not be read/),
    ]);
    expect(codesOf({ reasons })).toContain('not-readable');
  });

  it('does not hide a product whose parts nobody may list', () => {
    const { meshes } = describeObjects([istioCrds], ['Deployment.apps']);
    expect(meshes.map(m => [m.id, m.health])).toEqual([['istio', 'unknown']]);
    expect(codesOf(meshes[0])).toContain('not-readable');
  });

  it('finds a bundle by the kinds that are served when CRDs may not be listed', () => {
    const { meshes } = describeObjects([gateway('shop', 'web', 'x')], [CRDS]);
    expect(meshes.map(m => [m.id, m.version])).toEqual([
      ['gateway-api', undefined],
    ]);
    expect(codesOf(meshes[0])).toContain('not-readable');
  });

  it('is said even when no mesh is found', () => {
    expect(codesOf(describeObjects([], ['Deployment.apps']))).toEqual([
      'not-readable',
    ]);
  });
});
