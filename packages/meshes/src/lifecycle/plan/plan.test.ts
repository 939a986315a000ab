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
import type {
  InstalledMesh,
  LifecyclePlan,
  PreflightFacts,
  ReleaseFacts,
} from '../model';
import {
  planConfigure,
  planInstall,
  planUninstall,
  planUpgrade,
  upgradePath,
} from '.';

const NOW = new Date('2026-11-24T00:00:00Z');
const facts = (more: Partial<PreflightFacts> = {}): PreflightFacts => ({
  now: NOW,
  ...more,
});
const ids = (plan: LifecyclePlan) => plan.steps.map(({ id }) => id);
const stepOf = (plan: LifecyclePlan, id: string) =>
  plan.steps.find(step => step.id === id);
const release = (
  name: string,
  chart: string,
  chartVersion: string,
  namespace = 'istio-system',
): ReleaseFacts => ({
  name,
  namespace,
  chart,
  chartVersion,
  revision: 1,
  status: 'deployed',
});
const installed = (
  definition: string,
  version: string,
  more: Partial<InstalledMesh> = {},
): InstalledMesh => ({
  id: `${definition}~x`,
  definition,
  tags: [],
  version,
  ...more,
});

const istio = getMeshDefinition('istio');
const linkerd = getMeshDefinition('linkerd');
const consul = getMeshDefinition('consul');
const ISTIO_RELEASES = [
  release('istio-base', 'base', '1.29.6'),
  release('istiod', 'istiod', '1.29.6'),
];

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

describe('planning a removal', () => {
  const remove = (
    definition: string,
    options: { crds?: 'keep' | 'remove'; namespace?: 'keep' | 'remove' } = {},
    more: Partial<PreflightFacts> = {},
  ) =>
    planUninstall(
      getMeshDefinition(definition),
      {
        action: 'uninstall',
        instance: installed(definition, '1.30.3', { namespace: 'ns' }),
        crds: 'keep',
        namespace: 'keep',
        ...options,
      },
      facts(more),
    );

  it('goes backwards and keeps definitions by default', () => {
    expect(ids(remove('istio-ambient'))).toEqual([
      'delete-ztunnel',
      'delete-istio-cni',
      'delete-istiod',
      'delete-istio-base',
      'delete-leftovers',
      'verify',
    ]);
  });

  it('keeps the release whose definitions would go with it', () => {
    const kept = remove('linkerd');
    expect(ids(kept)).not.toContain('delete-linkerd-crds');
    expect(kept.notes.join()).toContain('linkerd-crds stays');
    const all = ids(remove('linkerd', { crds: 'remove' }));
    expect(all.indexOf('delete-linkerd-crds')).toBeGreaterThan(
      all.indexOf('delete-linkerd-control-plane'),
    );
  });

  it('removes definitions while their controller still runs, where finalizers need it', () => {
    const order = ids(remove('consul', { crds: 'remove' }));
    expect(order.indexOf('delete-crds')).toBeLessThan(
      order.indexOf('delete-consul'),
    );
  });

  it('says how many objects go', () => {
    const plan = remove(
      'istio',
      { crds: 'remove', namespace: 'remove' },
      {
        crds: [
          {
            name: 'virtualservices.networking.istio.io',
            group: 'networking.istio.io',
            versions: [],
            storedVersions: [],
            objects: 4,
          },
        ],
        namespaces: [{ name: 'istio-system' }],
      },
    );
    expect(stepOf(plan, 'delete-crds')).toMatchObject({
      title: 'Remove 1 custom resource definitions and 4 objects',
      names: ['virtualservices.networking.istio.io'],
      reversible: false,
    });
    expect(ids(plan)).toContain('delete-namespace-istio-system');
    expect(ids(plan)).not.toContain('delete-namespace-istio-ingress');
  });

  it('leaves what another revision shares', () => {
    const other = {
      id: 'istio~istio-system~blue',
      definition: 'istio',
      revision: 'blue',
    };
    const plan = remove(
      'istio',
      { crds: 'remove', namespace: 'remove' },
      {
        meshes: [other as NonNullable<PreflightFacts['meshes']>[number]],
        releases: ISTIO_RELEASES,
      },
    );
    expect(ids(plan).filter(id => id.startsWith('delete'))).toEqual([
      'delete-istiod',
    ]);
  });

  it('leaves the control plane to sidecars when ambient mode goes', () => {
    const sidecars = {
      id: 'istio~istio-system~default',
      definition: 'istio',
      revision: 'default',
    };
    const plan = remove(
      'istio-ambient',
      { crds: 'remove' },
      { meshes: [sidecars as NonNullable<PreflightFacts['meshes']>[number]] },
    );
    expect(ids(plan)).toEqual(['delete-ztunnel', 'verify']);
  });

  it('never removes the network', () => {
    expect(remove('cilium').findings).toEqual([
      expect.objectContaining({ id: 'network-guard', severity: 'blocking' }),
    ]);
  });

  it('takes the policy of the Gateway API away only with its definitions', () => {
    const kept = remove('gateway-api');
    expect([kept.steps, kept.findings.map(({ id }) => id)]).toEqual([
      [],
      ['nothing-to-remove'],
    ]);
    expect(ids(remove('gateway-api', { crds: 'remove' }))).toEqual([
      'delete-leftovers',
      'delete-crds',
      'verify',
    ]);
  });
});

describe('planning a configuration', () => {
  const cilium = getMeshDefinition('cilium');
  const instance = installed('cilium', '1.20.0');

  it('switches features over the installed values, with the same version', () => {
    const plan = planConfigure(
      cilium,
      {
        action: 'configure',
        instance,
        toggles: { gatewayAPI: true, encryption: 'wireguard' },
      },
      facts({
        releases: [release('cilium', 'cilium', '1.20.0', 'kube-system')],
      }),
    );
    expect(plan.steps[0]).toMatchObject({
      chart: { version: '1.20.0' },
      overInstalledValues: true,
      values: {
        gatewayAPI: { enabled: true },
        encryption: { enabled: true, type: 'wireguard' },
      },
    });
    expect(ids(plan).slice(1)).toEqual([
      'restart-cilium-operator',
      'restart-cilium',
      'verify',
    ]);
  });

  it.each([
    [{ nothing: true }, 'toggle-unknown:nothing'],
    [{ encryption: 'rot13' }, 'option-unknown:encryption'],
    [{}, 'nothing-asked'],
  ])('refuses %j', (toggles, finding) => {
    const plan = planConfigure(
      cilium,
      { action: 'configure', instance, toggles },
      facts(),
    );
    expect(plan.findings.map(({ id }) => id)).toEqual([finding]);
  });

  it('does not take over a network that Helm did not install', () => {
    const plan = planConfigure(
      cilium,
      { action: 'configure', instance, toggles: { hubble: true } },
      facts({ releases: [] }),
    );
    expect(plan.findings.map(({ id }) => id)).toEqual(['release-missing']);
  });

  it('removes a tag with everything that stands for it', () => {
    const plan = planConfigure(
      istio,
      {
        action: 'configure',
        instance: installed('istio', '1.30.3'),
        tags: { prod: null },
      },
      facts(),
    );
    expect(plan.steps[0]).toMatchObject({
      type: 'delete-objects',
      objects: [
        {
          kind: 'MutatingWebhookConfiguration',
          name: 'istio-revision-tag-prod',
        },
        { kind: 'Service', name: 'istiod-revision-tag-prod' },
      ],
    });
  });
});
