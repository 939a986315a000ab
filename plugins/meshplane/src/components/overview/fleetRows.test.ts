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

import { MockMeshplaneApi } from '../../../dev/MockMeshplaneApi';
import { filterFleet, type FleetFilter } from './fleetRows';

async function shown(filter: Partial<FleetFilter>) {
  const { items } = await new MockMeshplaneApi().getFleet();
  return filterFleet(items, {
    text: '',
    show: 'all',
    definition: '',
    ...filter,
  }).map(
    cluster =>
      `${cluster.cluster}: ${cluster.meshes
        .map(mesh => mesh.definition)
        .join(' ')}`,
  );
}

describe('filterFleet', () => {
  it('keeps clusters without a mesh when nothing is filtered', async () => {
    expect(await shown({})).toContain('lab: ');
    expect(await shown({})).toHaveLength(8);
  });

  it('finds all words in any of the names', async () => {
    expect(await shown({ text: 'prod 1.30.1' })).toEqual(['prod-eu: istio']);
    expect(await shown({ text: 'LINKERD' })).toEqual([
      'prod-eu: linkerd',
      'staging: linkerd',
    ]);
    expect(await shown({ text: 'lab' })).toEqual(['lab: ']);
  });

  it('leaves what needs attention: troubled clusters, ended and skewed meshes', async () => {
    expect(await shown({ show: 'problems' })).toEqual([
      'prod-eu: istio',
      'prod-us: istio-ambient',
      'data: osm',
      'staging: ',
      'partner: ',
      'archive: ',
    ]);
  });

  it('leaves one product', async () => {
    expect(await shown({ definition: 'osm' })).toEqual(['data: osm']);
  });
});
