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

import {
  FakeClusterAccess,
  FakeInventory,
  clusterOf,
  snapshotOf,
} from '../__testUtils__/fakes';
import { shopReport } from '../__testUtils__/reports';
import { MeshService } from './MeshService';

function setUp() {
  const clusters = new FakeClusterAccess([clusterOf('edge')]);
  const inventory = new FakeInventory([snapshotOf('edge', [], { version: 1 })]);
  const describeMeshes = jest.fn(shopReport);
  let now = new Date('2026-11-24T23:59:00Z');
  const service = new MeshService({
    clusters,
    inventory,
    describe: describeMeshes,
    now: () => now,
  });
  return {
    clusters,
    inventory,
    describeMeshes,
    service,
    setNow: (time: string) => {
      now = new Date(time);
    },
  };
}

describe('MeshService', () => {
  it('computes once per snapshot, and only when somebody reads', () => {
    const { service, inventory, describeMeshes } = setUp();
    const first = service.report('edge');
    expect(service.report('edge')).toBe(first);
    for (let version = 2; version < 100; version += 1)
      inventory.set(snapshotOf('edge', [], { version }));
    expect(describeMeshes).toHaveBeenCalledTimes(1);
    expect(service.report('edge').snapshot.version).toBe(99);
    expect(describeMeshes).toHaveBeenCalledTimes(2);
  });

  it('says that a report is stale without computing it again', () => {
    const { service, inventory, describeMeshes } = setUp();
    service.report('edge');
    inventory.set(
      snapshotOf('edge', [], { version: 1, completeness: 'stale' }),
    );
    expect(service.report('edge').snapshot.info.completeness).toBe('stale');
    expect(describeMeshes).toHaveBeenCalledTimes(1);
  });

  it('computes again on the next day, as versions reach their end of life', () => {
    const { service, describeMeshes, setNow } = setUp();
    service.report('edge');
    setNow('2026-11-25T00:00:00Z');
    service.report('edge');
    expect(describeMeshes).toHaveBeenCalledTimes(2);
  });

  it('forgets a cluster that was removed', () => {
    const { service, clusters, describeMeshes } = setUp();
    service.report('edge');
    clusters.remove('edge');
    service.report('edge');
    expect(describeMeshes).toHaveBeenCalledTimes(2);
  });
});
