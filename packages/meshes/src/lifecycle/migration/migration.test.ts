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

import { getMeshDefinition, meshDefinitions } from '../../definitions';
import {
  migrationGuide,
  migrationGuides,
  migrationsFrom,
  planNamespaceMigration,
} from '..';

describe('the described moves', () => {
  it('lead away from everything that has ended', () => {
    const ended = meshDefinitions.filter(d => d.lifecycle.state === 'ended');
    expect(ended.filter(({ id }) => migrationsFrom(id).length === 0)).toEqual(
      [],
    );
    expect(migrationGuide('istio', 'istio-ambient')?.title).toBe(
      'Move from sidecars to ambient mode',
    );
    expect(migrationGuide('istio', 'linkerd')).toBe(undefined);
  });

  it.each(migrationGuides.map(g => [g.from, g] as const))(
    'from %s name the way back and the dry run of every step',
    (from, guide) => {
      expect(getMeshDefinition(from).id).toBe(from);
      for (const id of guide.to)
        expect(getMeshDefinition(id).operations.support).toBe('managed');
      expect(guide.preconditions.length).toBeGreaterThan(0);
      const ids = guide.steps.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { dryRun, wayBack, detail } of guide.steps)
        for (const text of [dryRun, wayBack, detail])
          expect(text).toMatch(/\w.*\.$/);
    },
  );
});

describe('the move of one namespace', () => {
  it('from sidecars to ambient takes one set of labels for the other, and back', () => {
    const current = { labels: { 'istio-injection': 'enabled', team: 'shop' } };
    const move = planNamespaceMigration({
      guide: migrationGuide('istio', 'istio-ambient')!,
      to: 'istio-ambient',
      namespace: 'shop',
      current,
      waypoint: 'shop-waypoint',
    });
    expect(move.change).toMatchObject({
      set: {
        labels: {
          'istio.io/dataplane-mode': 'ambient',
          'istio.io/use-waypoint': 'shop-waypoint',
        },
      },
      remove: { labels: ['istio-injection'], annotations: [] },
    });
    expect(move.restartNeeded).toBe(true);
    expect(move.back).toMatchObject({
      set: { labels: { 'istio-injection': 'enabled' } },
      remove: {
        labels: ['istio.io/dataplane-mode', 'istio.io/use-waypoint'],
      },
    });
    expect(move.dryRun).toEqual([
      'would remove the label istio-injection from namespace shop',
      'would set the label istio.io/dataplane-mode=ambient on namespace shop',
      'would set the label istio.io/use-waypoint=shop-waypoint on namespace shop',
      'would restart the workloads of namespace shop',
    ]);
    expect(move.steps.every(({ per }) => per === 'namespace')).toBe(true);
  });

  it('from Open Service Mesh to Linkerd goes from a label to an annotation', () => {
    const move = planNamespaceMigration({
      guide: migrationGuide('open-service-mesh', 'linkerd')!,
      to: 'linkerd',
      namespace: 'shop',
      current: { labels: { 'openservicemesh.io/monitored-by': 'osm' } },
    });
    expect(move.change.set).toEqual({
      labels: {},
      annotations: { 'linkerd.io/inject': 'enabled' },
    });
    expect(move.change.remove.labels).toEqual([
      'openservicemesh.io/monitored-by',
    ]);
    expect(move.conflicts).toEqual([]);
  });

  it('says that Consul is decided for each workload', () => {
    const move = planNamespaceMigration({
      guide: migrationGuide('open-service-mesh', 'consul')!,
      to: 'consul',
      namespace: 'shop',
      current: {},
    });
    expect(move.conflicts).toEqual([
      expect.stringContaining('knows no mark for a namespace'),
    ]);
  });

  it('leads only where the guide does', () => {
    expect(() =>
      planNamespaceMigration({
        guide: migrationGuide('istio', 'istio-ambient')!,
        to: 'kuma',
        namespace: 'shop',
        current: {},
      }),
    ).toThrow(/does not lead to "kuma"/);
  });
});
