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

import { Reconciler } from './Reconciler';
import { cluster, mesh, unreachable } from './__testUtils__/fleet';

const OPTIONS = {
  owner: 'team-platform',
  namespace: 'default',
  appBaseUrl: 'http://portal/',
};
const MINUTE = 60_000;

function setUp() {
  const reconciler = new Reconciler(OPTIONS);
  const step = (fleet: Parameters<Reconciler['next']>[0], minute = 0) => {
    const delta = reconciler.next(fleet, minute * MINUTE);
    reconciler.accept(delta);
    return {
      added: delta.added.map(({ metadata }) => metadata.name),
      removed: delta.removed.map(({ metadata }) => metadata.name),
    };
  };
  return { reconciler, step };
}

const NOTHING = { added: [], removed: [] };

describe('Reconciler', () => {
  it('makes a mesh depend on its cluster', () => {
    const { added } = new Reconciler(OPTIONS).next(
      [cluster('edge', [mesh('istio~istio-system~1-30')])],
      0,
    );
    expect(added).toMatchObject([
      {
        kind: 'Resource',
        metadata: {
          name: 'edge',
          annotations: { 'meshplane.io/cluster': 'edge' },
        },
        spec: { type: 'kubernetes-cluster', owner: 'team-platform' },
      },
      {
        metadata: {
          name: 'edge-istio-istio-system-1-30',
          title: 'Istio 1.30.3 on edge',
          links: [
            {
              url: 'http://portal/mesh/clusters/edge/meshes/istio~istio-system~1-30',
            },
          ],
        },
        spec: { type: 'service-mesh', dependsOn: ['resource:default/edge'] },
      },
    ]);
  });

  it('writes only what has changed', () => {
    const { step } = setUp();
    const before = [cluster('edge', [mesh('istio')]), cluster('core')];
    expect(step(before).added).toEqual(['edge', 'edge-istio', 'core']);
    expect(step(before)).toEqual(NOTHING);
    // Pods and health change all day and are not in the catalog.
    expect(
      step([
        cluster('edge', [mesh('istio', { pods: 99, health: 'degraded' })]),
        cluster('core'),
      ]),
    ).toEqual(NOTHING);
    expect(
      step([
        cluster('edge', [mesh('istio', { version: '1.30.4' })]),
        cluster('core'),
      ]),
    ).toEqual({ added: ['edge-istio'], removed: [] });
  });

  it('removes a mesh at once where everything could be read', () => {
    const { step } = setUp();
    step([cluster('edge', [mesh('istio')])]);
    expect(step([cluster('edge')])).toEqual({
      added: [],
      removed: ['edge-istio'],
    });
  });

  it('never removes anything because a cluster cannot be reached', () => {
    const { step } = setUp();
    const edge = cluster('edge', [mesh('istio')]);
    step([edge]);
    for (const minute of [1, 10, 100, 1000])
      expect(step([unreachable(edge)], minute)).toEqual(NOTHING);
    const starting = cluster('edge', [], { snapshot: undefined });
    expect(step([starting], 2000)).toEqual(NOTHING);
    expect(step([edge], 2001)).toEqual(NOTHING);
  });

  it('waits before it removes a mesh of a cluster that can be read in part', () => {
    const { step } = setUp();
    const partial = (meshes = [mesh('istio')]) =>
      cluster('edge', meshes, {
        snapshot: {
          version: 1,
          at: '2026-11-24T12:00:00.000Z',
          completeness: 'partial',
        },
      });
    step([partial()], 0);
    expect(step([partial([])], 1)).toEqual(NOTHING);
    expect(step([partial()], 2)).toEqual(NOTHING);
    expect(step([partial([])], 3)).toEqual(NOTHING);
    expect(step([partial([])], 7)).toEqual(NOTHING);
    expect(step([partial([])], 8).removed).toEqual(['edge-istio']);
  });

  it('removes a cluster that left the configuration with its meshes, but not right after a start', () => {
    const { step } = setUp();
    step([cluster('edge', [mesh('istio')])], 0);
    expect(step([], 1)).toEqual(NOTHING);
    expect(step([], 6).removed.sort()).toEqual(['edge', 'edge-istio']);
  });

  it('takes over what an earlier process has written, and removes what has gone since', () => {
    const earlier = new Reconciler(OPTIONS).next(
      [cluster('edge', [mesh('istio'), mesh('linkerd')])],
      0,
    );
    const { reconciler, step } = setUp();
    reconciler.adopt(earlier.added);
    expect(step([cluster('edge', [mesh('istio')])])).toEqual({
      added: ['edge', 'edge-istio'],
      removed: ['edge-linkerd'],
    });
  });

  it('tries again what the catalog did not accept', () => {
    const reconciler = new Reconciler(OPTIONS);
    const fleet = [cluster('edge')];
    expect(reconciler.next(fleet, 0).added).toHaveLength(1);
    expect(reconciler.next(fleet, 0).added).toHaveLength(1);
  });
});
