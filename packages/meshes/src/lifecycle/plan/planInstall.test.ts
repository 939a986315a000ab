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
import { planInstall } from '.';
import {
  facts,
  ids,
  stepOf,
  release,
  istio,
  linkerd,
  consul,
  ISTIO_RELEASES,
} from './testing/fixtures';

describe('planning an install', () => {
  it.each([
    [
      'istio',
      '1.30.3',
      [
        'namespace-istio-system',
        'release-istio-base',
        'release-istiod',
        'verify',
      ],
    ],
    [
      'istio-ambient',
      '1.30.3',
      [
        'namespace-istio-system',
        'release-istio-base',
        'release-istiod',
        'release-istio-cni',
        'release-ztunnel',
        'verify',
      ],
    ],
    [
      'linkerd',
      'edge-26.8.3',
      [
        'namespace-linkerd',
        'release-linkerd-crds',
        'certificates',
        'release-linkerd-control-plane',
        'verify',
      ],
    ],
    [
      'kuma',
      '2.14.3',
      ['namespace-kuma-system', 'kuma-crds', 'release-kuma', 'verify'],
    ],
    ['consul', '2.0.3', ['namespace-consul', 'release-consul', 'verify']],
    [
      'envoy-gateway',
      '1.9.0',
      [
        'namespace-envoy-gateway-system',
        'gateway-crds-helm',
        'release-eg',
        'verify',
      ],
    ],
    ['gateway-api', '1.5.1', ['gateway-api', 'verify']],
  ])('of %s %s has its steps in order', (id, version, steps) => {
    const plan = planInstall(
      getMeshDefinition(id),
      { action: 'install', version },
      facts(),
    );
    expect(ids(plan)).toEqual(steps);
    expect(plan.findings).toEqual([]);
    expect(plan.estimatedSeconds).toBeGreaterThan(0);
  });

  it('brings the Gateway API first when asked to', () => {
    const plan = planInstall(
      getMeshDefinition('istio-ambient'),
      {
        action: 'install',
        version: '1.30.3',
        gatewayApi: { version: 'v1.5.1', channel: 'standard' },
      },
      facts(),
    );
    expect(plan.steps[0]).toMatchObject({
      type: 'apply-manifest-bundle',
      bundle: { from: 'gateway-api', version: '1.5.1', channel: 'standard' },
    });
  });

  it('lets every step depend on an earlier one only', () => {
    for (const definition of meshDefinitions) {
      const version =
        definition.versions.find(v => v.latest)?.latest ?? '1.0.0';
      const plan = planInstall(
        definition,
        { action: 'install', version },
        facts(),
      );
      const seen = new Set<string>();
      for (const { id, dependsOn } of plan.steps) {
        expect(dependsOn.filter(other => !seen.has(other))).toEqual([]);
        seen.add(id);
      }
    }
  });

  it('writes the version of a chart as its repository does', () => {
    const plan = planInstall(
      linkerd,
      { action: 'install', version: 'edge-26.8.3' },
      facts(),
    );
    expect(stepOf(plan, 'release-linkerd-control-plane')).toMatchObject({
      chart: { version: '2026.8.3' },
      values: {
        identity: { externalCA: true, issuer: { scheme: 'kubernetes.io/tls' } },
      },
    });
  });

  it.each([
    ['1.9.11', undefined],
    ['2.0.3', false],
  ])('switches off both copies of the Gateway API in Consul %s', (v, flag) => {
    const plan = planInstall(
      consul,
      { action: 'install', version: v, values: { consul: { ui: null } } },
      facts(),
    );
    const step = stepOf(plan, 'release-consul');
    const values = step?.type === 'helm-release' ? step.values : {};
    expect(values).toMatchObject({
      connectInject: { apiGateway: { manageExternalCRDs: false } },
      ui: null,
    });
    expect(
      (values.global as Record<string, unknown>).installK8sNetworkingCRDs,
    ).toBe(flag);
  });

  it('puts a second revision beside the first without touching its definitions', () => {
    const plan = planInstall(
      istio,
      { action: 'install', version: '1.30.3', revision: 'blue' },
      facts({ releases: ISTIO_RELEASES }),
    );
    expect(stepOf(plan, 'release-istio-base')).toMatchObject({
      action: 'upgrade',
      values: {},
      overInstalledValues: true,
    });
    expect(stepOf(plan, 'release-istiod-blue')).toMatchObject({
      action: 'install',
      values: { revision: 'blue' },
    });
  });

  it('never takes newer definitions back', () => {
    const plan = planInstall(
      istio,
      { action: 'install', version: '1.29.6', revision: 'old' },
      facts({ releases: [release('istio-base', 'base', '1.30.3')] }),
    );
    expect(ids(plan)).not.toContain('release-istio-base');
    expect(plan.notes.join()).toContain('which is newer');
  });

  it.each([
    ['cilium', { version: '1.20.0' }, 'network-guard'],
    ['open-service-mesh', { version: '1.2.4' }, 'not-managed'],
    ['istio', { version: 'latest' }, 'version-unreadable'],
    ['istio', { version: '1.30.3', preset: 'huge' }, 'preset-unknown'],
    [
      'istio',
      { version: '1.30.3', components: ['viz'] },
      'component-unknown:viz',
    ],
    ['kuma', { version: '2.14.3', revision: 'blue' }, 'revision-unsupported'],
  ])('of %s with %j is refused: %s', (id, request, finding) => {
    const plan = planInstall(
      getMeshDefinition(id),
      { action: 'install', ...request },
      facts(),
    );
    expect(plan.steps).toEqual([]);
    expect(plan.findings).toEqual([
      expect.objectContaining({ id: finding, severity: 'blocking' }),
    ]);
  });
});
