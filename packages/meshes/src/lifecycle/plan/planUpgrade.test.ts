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

import { getMeshDefinition } from '../../definitions';
import type { InstalledMesh, PreflightFacts } from '../model';
import { planUpgrade, upgradePath } from '.';
import {
  facts,
  ids,
  stepOf,
  release,
  installed,
  ISTIO_RELEASES,
} from './testing/fixtures';

describe('planning an upgrade', () => {
  const upgrade = (
    definition: string,
    instance: InstalledMesh,
    version: string,
    more: object = {},
    more2: Partial<PreflightFacts> = {},
  ) =>
    planUpgrade(
      getMeshDefinition(definition),
      { action: 'upgrade', instance, version, strategy: 'in-place', ...more },
      facts(more2),
    );

  it('goes one minor at a time, and lists the way', () => {
    const plan = upgrade('istio', installed('istio', '1.27.1'), '1.30.3');
    expect(plan.steps).toEqual([]);
    expect(plan.path).toEqual(['1.28.x', '1.29.6', '1.30.3']);
    expect(plan.findings).toEqual([
      expect.objectContaining({ id: 'skipped-minors' }),
    ]);
  });

  it.each([
    ['istio', '1.29.6', '1.30.3', ['1.30.3']],
    ['consul', '1.9.11', '2.0.3', ['2.0.3']],
    ['linkerd', 'edge-26.6.3', 'edge-26.8.3', ['edge-26.8.3']],
    [
      'linkerd',
      'edge-24.11.8',
      'edge-26.8.3',
      ['2.18.x', '2.19.x', 'edge-26.8.3'],
    ],
    ['gateway-api', '1.2.1', '1.5.1', ['1.5.1']],
  ])('the way of %s from %s to %s', (id, from, to, path) => {
    expect(upgradePath(getMeshDefinition(id), from, to)).toEqual(path);
  });

  it('keeps the overrides of the installed releases, and upgrades optional charts with them', () => {
    const plan = upgrade(
      'istio',
      installed('istio', '1.29.6', { revision: 'default' }),
      '1.30.3',
      {},
      {
        releases: [
          ...ISTIO_RELEASES,
          release('edge', 'gateway', '1.29.6', 'istio-ingress'),
        ],
      },
    );
    expect(ids(plan)).toEqual([
      'namespace-istio-system',
      'namespace-istio-ingress',
      'release-istio-base',
      'release-istiod',
      'release-edge',
      'verify',
    ]);
    expect(stepOf(plan, 'release-istiod')).toMatchObject({
      action: 'upgrade',
      values: {},
      overInstalledValues: true,
    });
  });

  it('upgrades the node agents of ambient mode after the control plane', () => {
    const plan = upgrade(
      'istio-ambient',
      installed('istio-ambient', '1.29.6'),
      '1.30.3',
      { preset: 'default' },
    );
    expect(ids(plan).slice(1, -1)).toEqual([
      'release-istio-base',
      'release-istiod',
      'release-istio-cni',
      'release-ztunnel',
    ]);
  });

  it('restarts workloads when asked to', () => {
    const plan = upgrade(
      'linkerd',
      installed('linkerd', 'edge-26.6.3'),
      'edge-26.8.3',
      { restart: true },
    );
    expect(stepOf(plan, 'restart')).toMatchObject({
      select: { data: 'instance', instance: 'linkerd~x' },
      reversible: false,
    });
  });

  it('installs a canary, and leaves moving and removing to later operations', () => {
    const plan = upgrade(
      'istio',
      installed('istio', '1.29.6', {
        revision: 'default',
        tags: ['prod'],
        dataPlane: {
          pods: 2,
          workloads: 1,
          namespaces: ['shop'],
          versions: [],
        },
      }),
      '1.30.3',
      { strategy: 'canary', revision: '1-30-3' },
      { releases: ISTIO_RELEASES },
    );
    expect(ids(plan)).toEqual([
      'namespace-istio-system',
      'release-istio-base',
      'release-istiod-1-30-3',
      'verify',
    ]);
    expect(plan.followUps.map(({ id }) => id)).toEqual([
      'move-tags',
      'move-namespaces',
      'remove-old',
    ]);
    const [tags, namespaces, old] = plan.followUps;
    expect(tags.steps[0]).toMatchObject({
      bundle: { values: { revision: '1-30-3', revisionTags: ['prod'] } },
    });
    expect(namespaces.steps[0]).toMatchObject({
      type: 'mark-namespace',
      namespace: 'shop',
      labels: { 'istio.io/rev': '1-30-3', 'istio-injection': null },
    });
    expect(old.steps.slice(0, 2)).toEqual([
      expect.objectContaining({ type: 'delete-release', release: 'istiod' }),
      expect.objectContaining({
        type: 'helm-release',
        release: 'istio-base',
        values: expect.objectContaining({ defaultRevision: '1-30-3' }),
      }),
    ]);
  });

  it('keeps what exists once per cluster out of a canary', () => {
    const plan = upgrade(
      'istio-ambient',
      installed('istio-ambient', '1.29.6', { revision: 'default' }),
      '1.30.3',
      { strategy: 'canary', revision: 'blue' },
      {
        releases: [
          ...ISTIO_RELEASES,
          release('istio-cni', 'cni', '1.29.6'),
          release('ztunnel', 'ztunnel', '1.29.6'),
        ],
      },
    );
    expect(ids(plan)).not.toContain('release-ztunnel');
    expect(plan.followUps[0].steps.map(({ id }) => id)).toEqual([
      'release-istio-cni',
      'release-ztunnel',
      'verify',
    ]);
    expect(plan.followUps[0].steps[1]).toMatchObject({
      values: { revision: 'blue' },
    });
  });

  it.each([
    ['linkerd', { strategy: 'canary', revision: 'x' }, 'revision-unsupported'],
    ['istio', { strategy: 'canary' }, 'revision-missing'],
    ['istio', { strategy: 'canary', revision: 'default' }, 'revision-taken'],
  ])('of %s with %j is refused: %s', (id, more, finding) => {
    const to = id === 'istio' ? '1.30.3' : 'edge-26.8.3';
    const plan = upgrade(
      id,
      installed(id, id === 'istio' ? '1.29.6' : 'edge-26.6.3'),
      to,
      more,
    );
    expect(plan.findings.map(f => f.id)).toContain(finding);
    expect(plan.steps).toEqual([]);
  });

  it('goes through a preflight release for the network', () => {
    const plan = upgrade('cilium', installed('cilium', '1.19.6'), '1.20.0');
    expect(ids(plan)).toEqual([
      'release-cilium-preflight',
      'delete-cilium-preflight',
      'release-cilium',
      'verify',
    ]);
    expect(stepOf(plan, 'release-cilium')).toMatchObject({
      overInstalledValues: true,
      values: {},
    });
  });
});
