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

import { foreseenCrd } from './foreseenCrd';
import type { KubeObject } from './model';

function crd(
  labels: Record<string, unknown>,
  further: {
    group?: string;
    annotations?: Record<string, string>;
    managers?: Record<string, string[]>;
  } = {},
): KubeObject {
  const managedFields = Object.entries(further.managers ?? {}).map(
    ([manager, owned]) => ({
      manager,
      operation: 'Apply',
      fieldsV1: {
        'f:metadata': {
          'f:labels': Object.fromEntries(owned.map(key => [`f:${key}`, {}])),
        },
      },
    }),
  );
  const { annotations } = further;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: 'a',
      labels: labels as Record<string, string>,
      ...(annotations && { annotations }),
      ...(further.managers && { managedFields }),
    },
    spec: { group: further.group ?? 'g' },
  };
}

const live = crd(
  { chart: 'base-1', team: 'a', shared: 'x' },
  { managers: { helm: ['chart', 'shared'], other: ['shared', 'team'] } },
);

describe('foreseenCrd', () => {
  it('gives the object back that does not change', () => {
    const wanted = crd({ chart: 'base-1', shared: 'x' });
    expect(foreseenCrd(live, wanted, 'helm')).toBe(live);
  });

  it('changes labels that nobody else owns, and leaves the others', () => {
    const wanted = crd({ chart: 'base-2', shared: 'x' });
    const after = foreseenCrd(live, wanted, 'helm');
    expect(after?.metadata.labels).toEqual({
      chart: 'base-2',
      team: 'a',
      shared: 'x',
    });
    expect(after?.spec).toBe(live.spec);
    expect(live.metadata.labels?.chart).toBe('base-1');
  });

  it.each<[string, KubeObject]>([
    ['a label of two owners', crd({ chart: 'base-1', shared: 'y' })],
    ['the label of another', crd({ chart: 'base-1', shared: 'x', team: 'b' })],
    ['a new label', crd({ chart: 'base-1', shared: 'x', added: 'z' })],
    ['a label that goes', crd({ chart: 'base-2' })],
    ['a value that is refused', crd({ chart: 'no good', shared: 'x' })],
    ['a value that is no text', crd({ chart: 2, shared: 'x' })],
    [
      'a change of the specification',
      crd({ chart: 'base-2', shared: 'x' }, { group: 'h' }),
    ],
    [
      'what an admission policy guards',
      crd(
        { chart: 'base-2', shared: 'x' },
        {
          annotations: { 'gateway.networking.k8s.io/bundle-version': 'v1.6.1' },
        },
      ),
    ],
  ])('asks the server about %s', (_, wanted) => {
    expect(foreseenCrd(live, wanted, 'helm')).toBeUndefined();
  });
});
