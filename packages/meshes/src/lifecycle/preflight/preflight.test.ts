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
import type { MeshInstance } from '../../model/results';
import type {
  Finding,
  InstalledMesh,
  LifecycleRequest,
  PreflightFacts,
} from '../model';
import { preflight } from './preflight';
import { preflightRules } from './preflight';

const NOW = new Date('2026-11-24T00:00:00Z');
const GATEWAY_API = 'gateway.networking.k8s.io';

const mesh = (
  definition: string,
  version: string,
  more: Partial<MeshInstance> = {},
): MeshInstance => ({
  id: `${definition}~ns`,
  definition,
  displayName: getMeshDefinition(definition).displayName,
  kind: getMeshDefinition(definition).kind,
  mode: getMeshDefinition(definition).mode,
  tags: [],
  version,
  health: 'healthy',
  reasons: [],
  support: { state: 'supported', text: '' },
  management: { by: 'helm', readOnly: false, text: 'Helm' },
  confidence: 1,
  evidence: [],
  components: [],
  dataPlane: { pods: 0, workloads: 0, namespaces: [], versions: [] },
  gateways: [],
  ...more,
});

const gatewayCrd = (
  plural: string,
  version = 'v1.5.1',
  channel = 'standard',
  more: Partial<NonNullable<PreflightFacts['crds']>[number]> = {},
) => ({
  name: `${plural}.${GATEWAY_API}`,
  group: GATEWAY_API,
  versions: [{ name: 'v1', served: true, storage: true }],
  storedVersions: ['v1'],
  annotations: {
    'gateway.networking.k8s.io/bundle-version': version,
    'gateway.networking.k8s.io/channel': channel,
  },
  ...more,
});

const install = (version: string, more: object = {}): LifecycleRequest => ({
  action: 'install',
  version,
  ...more,
});
const upgrade = (
  instance: InstalledMesh,
  version: string,
  more: object = {},
): LifecycleRequest => ({
  action: 'upgrade',
  instance,
  version,
  strategy: 'in-place',
  ...more,
});
const uninstall = (
  instance: InstalledMesh,
  crds: 'keep' | 'remove' = 'keep',
): LifecycleRequest => ({
  action: 'uninstall',
  instance,
  crds,
  namespace: 'keep',
});

const istio29 = mesh('istio', '1.29.6', { revision: 'default' });
const linkerd = mesh('linkerd', 'edge-26.6.3');
const consul = mesh('consul', '2.0.3');
const kuma = mesh('kuma', '2.14.3');
const cilium = mesh('cilium', '1.20.0', {
  management: { by: 'cni', readOnly: true, text: 'the network' },
});
const bundle = mesh('gateway-api', '1.5.1', { channel: 'standard' });
const resources = (cpuMillis: number) => ({
  cpuMillis,
  memoryBytes: 2 ** 30,
  pods: 5,
});
const toggles = (
  asked: Record<string, boolean | string>,
): LifecycleRequest => ({
  action: 'configure',
  instance: cilium,
  toggles: asked,
});

interface Row {
  rule: string;
  what: string;
  definition: string;
  request: LifecycleRequest;
  /** Facts with which the rule fires. */
  bad: Partial<PreflightFacts>;
  severity: Finding['severity'];
  /** Facts with which it passes. */
  good: Partial<PreflightFacts>;
  /** Where the request itself decides. */
  goodRequest?: LifecycleRequest;
}

const rows: Row[] = [
  {
    rule: 'request',
    what: 'a downgrade',
    definition: 'istio',
    request: upgrade(mesh('istio', '1.30.3'), '1.29.6'),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: upgrade(istio29, '1.30.3'),
  },
  {
    rule: 'request',
    what: 'a skipped minor',
    definition: 'istio',
    request: upgrade(mesh('istio', '1.28.4'), '1.30.3'),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: upgrade(istio29, '1.30.3'),
  },
  {
    rule: 'request',
    what: 'an install of the network',
    definition: 'cilium',
    request: install('1.20.0'),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: toggles({ hubble: true }),
  },
  {
    rule: 'target-support',
    what: 'a version without support',
    definition: 'kuma',
    request: install('2.9.0'),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: install('2.14.3'),
  },
  {
    rule: 'proxy-skew',
    what: 'proxies that would be too old',
    definition: 'istio',
    request: upgrade(
      mesh('istio', '1.29.6', {
        dataPlane: {
          pods: 3,
          workloads: 1,
          namespaces: ['shop'],
          versions: [{ version: '1.28.2', pods: 3, skew: 'behind' }],
        },
      }),
      '1.30.3',
    ),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: upgrade(istio29, '1.30.3'),
  },
  {
    rule: 'restarts-needed',
    what: 'workloads that have to be restarted',
    definition: 'linkerd',
    request: upgrade(
      {
        ...linkerd,
        dataPlane: { ...linkerd.dataPlane, workloads: 4 },
      },
      'edge-26.8.3',
    ),
    bad: {},
    severity: 'info',
    good: {},
    goodRequest: upgrade(linkerd, 'edge-26.8.3'),
  },
  {
    rule: 'kubernetes-version',
    what: 'a cluster that is too old',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { kubernetesVersion: 'v1.31.4' },
    severity: 'blocking',
    good: { kubernetesVersion: 'v1.35.2' },
  },
  {
    rule: 'kubernetes-version',
    what: 'a chart that refuses the cluster',
    definition: 'kuma',
    request: install('2.14.3'),
    bad: {
      kubernetesVersion: 'v1.30.0',
      target: { kubeVersions: [{ chart: 'kuma', range: '>=1.31.0-0' }] },
    },
    severity: 'blocking',
    good: {
      kubernetesVersion: 'v1.35.0',
      target: { kubeVersions: [{ chart: 'kuma', range: '>=1.31.0-0' }] },
    },
  },
  {
    rule: 'nodes-ready',
    what: 'nodes that are not ready',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { nodes: { total: 3, ready: 2 } },
    severity: 'warning',
    good: { nodes: { total: 3, ready: 3 } },
  },
  {
    rule: 'native-sidecars',
    what: 'old kubelets',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { nodes: { total: 1, ready: 1, kubeletVersions: ['v1.28.3'] } },
    severity: 'warning',
    good: { nodes: { total: 1, ready: 1, kubeletVersions: ['v1.35.0'] } },
  },
  {
    rule: 'namespace-terminating',
    what: 'a namespace that is being deleted',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { namespaces: [{ name: 'istio-system', phase: 'Terminating' }] },
    severity: 'blocking',
    good: {
      namespaces: [
        { name: 'istio-system', phase: 'Active' },
        { name: 'other', phase: 'Terminating' },
      ],
    },
  },
  {
    rule: 'permissions',
    what: 'missing permissions',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      target: {
        missingPermissions: [
          { verb: 'create', group: 'apps', resource: 'deployments' },
        ],
      },
    },
    severity: 'blocking',
    good: { target: { missingPermissions: [] } },
  },
  {
    rule: 'resource-headroom',
    what: 'too little room',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      nodes: {
        total: 1,
        ready: 1,
        allocatable: resources(2000),
        requested: { ...resources(1900), memoryBytes: 0, pods: 0 },
      },
      target: { requests: { ...resources(500), memoryBytes: 1, pods: 1 } },
    },
    severity: 'blocking',
    good: {
      nodes: {
        total: 1,
        ready: 1,
        allocatable: resources(2000),
        requested: { ...resources(1900), memoryBytes: 0, pods: 0 },
      },
      // What runs already is not counted twice.
      target: {
        requests: { ...resources(500), memoryBytes: 1, pods: 1 },
        running: { ...resources(500), memoryBytes: 1, pods: 1 },
      },
    },
  },
  {
    rule: 'gateway-api-present',
    what: 'a missing Gateway API',
    definition: 'envoy-gateway',
    request: install('1.8.3'),
    bad: { crds: [] },
    severity: 'blocking',
    good: { crds: [gatewayCrd('gateways')] },
  },
  {
    rule: 'gateway-api-uniform',
    what: 'mixed definitions',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      crds: [
        gatewayCrd('gateways'),
        gatewayCrd('tcproutes', 'v0.6.2', 'experimental'),
      ],
    },
    severity: 'warning',
    good: { crds: [gatewayCrd('gateways'), gatewayCrd('httproutes')] },
  },
  {
    rule: 'gateway-api-range',
    what: 'a bundle that a neighbour cannot use',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.6.1'),
    bad: { crds: [gatewayCrd('gateways')], meshes: [linkerd] },
    severity: 'blocking',
    good: { crds: [gatewayCrd('gateways')], meshes: [] },
  },
  {
    rule: 'gateway-api-range',
    what: 'a bundle that the target cannot use',
    definition: 'envoy-gateway',
    request: install('1.9.0'),
    bad: { crds: [gatewayCrd('gateways')], meshes: [] },
    severity: 'blocking',
    good: { crds: [gatewayCrd('gateways', 'v1.6.1')], meshes: [] },
  },
  {
    rule: 'safe-upgrades-policy',
    what: 'a bundle that the policy refuses',
    definition: 'gateway-api',
    request: install('1.2.1'),
    bad: {
      crds: [gatewayCrd('gatewayclasses')],
      safeUpgradesPolicy: { bundleVersion: 'v1.5.0-dev' },
    },
    severity: 'blocking',
    good: { crds: [gatewayCrd('gatewayclasses')], safeUpgradesPolicy: null },
  },
  {
    rule: 'safe-upgrades-policy',
    what: 'experimental definitions over standard ones',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.5.1', {
      gatewayApi: { version: '1.5.1', channel: 'experimental' },
    }),
    bad: {
      crds: [gatewayCrd('gatewayclasses')],
      safeUpgradesPolicy: { bundleVersion: 'v1.5.0-dev' },
    },
    severity: 'blocking',
    good: {
      crds: [gatewayCrd('gatewayclasses', 'v1.5.1', 'experimental')],
      safeUpgradesPolicy: { bundleVersion: 'v1.5.0-dev' },
    },
  },
  {
    rule: 'gateway-api-one-way',
    what: 'the step to a standard 1.6',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.6.1'),
    bad: { crds: [gatewayCrd('gateways')] },
    severity: 'warning',
    good: { crds: [gatewayCrd('gateways', 'v1.6.0')] },
  },
  {
    rule: 'gateway-api-dropped-versions',
    what: 'objects stored in a version that 1.6 drops',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.6.1'),
    bad: {
      crds: [
        gatewayCrd('tcproutes', 'v1.5.1', 'experimental', {
          storedVersions: ['v1alpha2'],
          objects: 2,
        }),
      ],
    },
    severity: 'blocking',
    good: { crds: [gatewayCrd('tcproutes')] },
  },
  {
    rule: 'gateway-api-owner',
    what: 'definitions that a release owns',
    definition: 'gateway-api',
    request: upgrade(bundle, '1.5.1'),
    bad: {
      crds: [
        gatewayCrd('gateways', 'v1.5.1', 'standard', {
          annotations: {
            'meta.helm.sh/release-name': 'consul',
            'meta.helm.sh/release-namespace': 'consul',
          },
        }),
      ],
    },
    severity: 'warning',
    good: { crds: [gatewayCrd('gateways')] },
  },
  {
    rule: 'already-installed',
    what: 'a second install of the same revision',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { meshes: [istio29] },
    severity: 'blocking',
    good: { meshes: [mesh('istio', '1.29.6', { revision: 'blue' })] },
  },
  {
    rule: 'other-meshes',
    what: 'another mesh beside it',
    definition: 'linkerd',
    request: install('edge-26.8.3'),
    bad: { meshes: [istio29] },
    severity: 'info',
    // The network of the cluster is beside every mesh.
    good: { meshes: [cilium] },
  },
  {
    rule: 'namespaces-of-two-meshes',
    what: 'a namespace that asks for two meshes',
    definition: 'linkerd',
    request: install('edge-26.8.3'),
    bad: {
      namespaces: [
        {
          name: 'shop',
          labels: { 'istio-injection': 'enabled' },
          annotations: { 'linkerd.io/inject': 'enabled' },
        },
      ],
    },
    severity: 'blocking',
    good: {
      namespaces: [
        {
          name: 'shop',
          labels: { 'istio-injection': 'enabled' },
          annotations: { 'linkerd.io/inject': 'disabled' },
        },
      ],
    },
  },
  {
    rule: 'failing-webhooks',
    what: 'a webhook that nobody answers',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      webhooks: [
        {
          configuration: 'gone',
          kind: 'mutating',
          name: 'x.gone.io',
          failurePolicy: 'Fail',
          service: { namespace: 'gone', name: 'gone' },
          readyEndpoints: 0,
        },
      ],
    },
    severity: 'blocking',
    good: {
      webhooks: [
        {
          configuration: 'gone',
          kind: 'mutating',
          name: 'x.gone.io',
          failurePolicy: 'Ignore',
          service: { namespace: 'gone', name: 'gone' },
          readyEndpoints: 0,
        },
      ],
    },
  },
  {
    rule: 'network-plugin',
    what: 'a network that tolerates no other plugin',
    definition: 'istio-ambient',
    request: install('1.30.3'),
    bad: { cni: { ciliumConfig: { 'cni-exclusive': 'true' } } },
    severity: 'blocking',
    good: { cni: { ciliumConfig: { 'cni-exclusive': 'false' } } },
  },
  {
    rule: 'managed-by-others',
    what: 'an operator that owns it',
    definition: 'istio',
    request: upgrade(
      {
        ...istio29,
        management: { by: 'operator', readOnly: true, text: 'Sail' },
      },
      '1.30.3',
    ),
    bad: { operatorGroups: [] },
    severity: 'blocking',
    good: { operatorGroups: [] },
    goodRequest: upgrade(istio29, '1.30.3'),
  },
  {
    rule: 'managed-by-others',
    what: 'an operator on the cluster',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { operatorGroups: ['sailoperator.io'] },
    severity: 'blocking',
    good: { operatorGroups: ['other.io'] },
  },
  ...[
    {
      annotations: {
        'argocd.argoproj.io/tracking-id':
          'argocd_istio:apps/Deployment:istio-system/istiod',
      },
    },
    { labels: { 'helm.toolkit.fluxcd.io/name': 'istiod' } },
    { labels: { 'kustomize.toolkit.fluxcd.io/name': 'infra' } },
  ].map(
    (metadata): Row => ({
      rule: 'gitops-owned',
      what: 'objects of a GitOps tool',
      definition: 'istio',
      request: upgrade(istio29, '1.30.3'),
      bad: {
        target: {
          existingObjects: [
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              namespace: 'istio-system',
              name: 'istiod',
              metadata,
            },
          ],
        },
      },
      severity: 'blocking',
      good: { target: { existingObjects: [] } },
    }),
  ),
  {
    rule: 'helm-ownership',
    what: 'objects of another release',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      target: {
        existingObjects: [
          {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            name: 'istiod',
            metadata: { annotations: { 'meta.helm.sh/release-name': 'mine' } },
          },
        ],
      },
    },
    severity: 'blocking',
    good: {
      target: {
        existingObjects: [
          {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            name: 'istiod',
            metadata: {
              annotations: { 'meta.helm.sh/release-name': 'istiod' },
            },
          },
        ],
      },
    },
  },
  ...(['pending-upgrade', 'failed'] as const).map(
    (status): Row => ({
      rule: 'helm-releases',
      what: `a release that is ${status}`,
      definition: 'istio',
      request: upgrade(istio29, '1.30.3'),
      bad: {
        releases: [
          { name: 'istiod', namespace: 'istio-system', revision: 2, status },
        ],
      },
      severity: status === 'failed' ? 'warning' : 'blocking',
      good: {
        releases: [
          {
            name: 'istiod',
            namespace: 'istio-system',
            revision: 2,
            status: 'deployed',
          },
          { name: 'other', namespace: 'x', revision: 2, status },
        ],
      },
    }),
  ),
  {
    rule: 'crd-terminating',
    what: 'a definition that hangs in deletion',
    definition: 'istio',
    request: install('1.30.3'),
    bad: {
      crds: [
        {
          name: 'gateways.networking.istio.io',
          group: 'networking.istio.io',
          versions: [],
          storedVersions: [],
          terminating: true,
        },
      ],
    },
    severity: 'blocking',
    good: { crds: [] },
  },
  {
    rule: 'crd-stored-versions',
    what: 'a stored version that the target drops',
    definition: 'kuma',
    request: upgrade(mesh('kuma', '2.13.10'), '2.14.3'),
    bad: {
      crds: [
        {
          name: 'meshes.kuma.io',
          group: 'kuma.io',
          versions: [],
          storedVersions: ['v1alpha1'],
        },
      ],
      target: {
        crds: [
          {
            name: 'meshes.kuma.io',
            group: 'kuma.io',
            versions: [{ name: 'v1', served: true, storage: true }],
          },
        ],
      },
    },
    severity: 'blocking',
    good: {
      crds: [
        {
          name: 'meshes.kuma.io',
          group: 'kuma.io',
          versions: [],
          storedVersions: ['v1'],
        },
      ],
      target: {
        crds: [
          {
            name: 'meshes.kuma.io',
            group: 'kuma.io',
            versions: [{ name: 'v1', served: true, storage: true }],
          },
        ],
      },
    },
  },
  {
    rule: 'crds-dropped',
    what: 'definitions that would go with an upgrade',
    definition: 'consul',
    request: upgrade(mesh('consul', '1.9.11'), '2.0.3'),
    bad: {
      releases: [
        {
          name: 'consul',
          namespace: 'consul',
          chart: 'consul',
          revision: 1,
          status: 'deployed',
        },
      ],
      crds: [
        gatewayCrd('gateways', 'v0.6.2', 'experimental', {
          annotations: {
            'meta.helm.sh/release-name': 'consul',
            'meta.helm.sh/release-namespace': 'consul',
          },
          objects: 3,
        }),
      ],
      target: { crds: [] },
    },
    severity: 'blocking',
    good: {
      releases: [],
      crds: [gatewayCrd('gateways')],
      target: { crds: [] },
    },
  },
  {
    rule: 'uninstall-data-plane',
    what: 'pods that are still on it',
    definition: 'istio',
    request: uninstall({
      ...istio29,
      dataPlane: { ...istio29.dataPlane, pods: 3, namespaces: ['shop'] },
    }),
    bad: {},
    severity: 'blocking',
    good: {},
    goodRequest: uninstall(istio29),
  },
  {
    rule: 'uninstall-objects',
    what: 'objects that go with the definitions',
    definition: 'istio',
    request: uninstall(istio29, 'remove'),
    bad: {
      crds: [
        {
          name: 'virtualservices.networking.istio.io',
          group: 'networking.istio.io',
          versions: [],
          storedVersions: [],
          objects: 4,
        },
      ],
    },
    severity: 'warning',
    good: { crds: [] },
  },
  {
    rule: 'uninstall-objects',
    what: 'definitions that cannot be kept',
    definition: 'consul',
    request: uninstall(consul, 'keep'),
    bad: {
      crds: [
        {
          name: 'meshes.consul.hashicorp.com',
          group: 'consul.hashicorp.com',
          versions: [],
          storedVersions: [],
          objects: 1,
        },
      ],
    },
    severity: 'blocking',
    good: { crds: [] },
  },
  {
    rule: 'certificates',
    what: 'an issuer that has run out',
    definition: 'linkerd',
    request: install('edge-26.8.3'),
    bad: {
      certificates: [
        {
          what: 'issuer',
          object: 'Secret x',
          notAfter: '2026-11-01T00:00:00Z',
        },
      ],
    },
    severity: 'blocking',
    good: { certificates: [] },
  },
  {
    rule: 'certificates',
    what: 'an anchor that runs out soon',
    definition: 'linkerd',
    request: upgrade(linkerd, 'edge-26.8.3'),
    bad: {
      certificates: [
        {
          what: 'trust anchor',
          object: 'ConfigMap x',
          notAfter: '2026-12-24T00:00:00Z',
        },
      ],
    },
    severity: 'warning',
    good: {
      certificates: [
        {
          what: 'trust anchor',
          object: 'ConfigMap x',
          notAfter: '2036-12-24T00:00:00Z',
          algorithm: 'EC P-256',
          signedByAnchor: true,
        },
      ],
    },
  },
  ...[
    { meshesWithOnlyMtls: ['default'] },
    { controlPlaneMode: 'global' },
    { legacyPolicies: [{ kind: 'TrafficPermission', objects: 1 }] },
    { meshAnnotations: ['Namespace shop'] },
    { builtInGateways: ['shop/edge'] },
  ].map(
    (facts): Row => ({
      rule: 'kuma-3',
      what: `what 3.0 drops: ${Object.keys(facts)[0]}`,
      definition: 'kuma',
      request: upgrade(kuma, '3.0.0'),
      bad: { kuma: facts },
      severity: 'blocking',
      good: { kuma: { controlPlaneMode: 'zone' } },
    }),
  ),
  {
    rule: 'feature-needs',
    what: 'a feature without what it needs',
    definition: 'cilium',
    request: toggles({ gatewayAPI: true }),
    bad: {
      crds: [gatewayCrd('gateways', 'v1.6.1')],
      cni: {
        ciliumConfig: {
          'kube-proxy-replacement': 'false',
          'enable-l7-proxy': 'true',
        },
      },
    },
    severity: 'blocking',
    good: {
      crds: [gatewayCrd('gateways', 'v1.6.1')],
      cni: {
        ciliumConfig: {
          'kube-proxy-replacement': 'true',
          'enable-l7-proxy': 'true',
        },
      },
    },
  },
  {
    rule: 'required-values',
    what: 'a required value that nobody gave',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { target: { missingValues: ['istiod: x'] } },
    severity: 'blocking',
    good: { target: { missingValues: [] } },
  },
  {
    rule: 'secrets-in-values',
    what: 'a secret among the values',
    definition: 'istio',
    request: install('1.30.3'),
    bad: { target: { secretsInValues: ['istiod: token'] } },
    severity: 'warning',
    good: { target: { secretsInValues: [] } },
  },
  {
    rule: 'unverified-data',
    what: 'charts that were not tried',
    definition: 'kgateway',
    request: install('2.3.0'),
    bad: {},
    severity: 'warning',
    good: {},
  },
];

function resultsOf(
  row: Row,
  request: LifecycleRequest,
  facts: Partial<PreflightFacts>,
): Finding[] {
  const rule = preflightRules.find(({ id }) => id === row.rule)!;
  const input = {
    definition: getMeshDefinition(row.definition),
    request,
    facts: { now: NOW, ...facts },
  };
  if (rule.applies && !rule.applies(input)) return [];
  const outcome = rule.check(input);
  if (typeof outcome === 'string') throw new Error(outcome);
  return outcome;
}

describe('each check before an operation', () => {
  it.each(rows.map(row => [row.rule, row.what, row] as const))(
    '%s finds %s',
    (_rule, _what, row) => {
      const found = resultsOf(row, row.request, row.bad);
      expect(found.map(f => f.severity)).toContain(row.severity);
      for (const { title, detail, severity, remedy } of found) {
        expect(title.length * detail.length).toBeGreaterThan(0);
        // Whoever is stopped has to know what to do.
        if (severity === 'blocking') expect(remedy).toMatch(/\w/);
      }
    },
  );

  it.each(
    rows
      .filter(row => row.rule !== 'unverified-data')
      .map(row => [row.rule, row.what, row] as const),
  )('%s has nothing to say without %s', (_rule, _what, row) => {
    expect(resultsOf(row, row.goodRequest ?? row.request, row.good)).toEqual(
      [],
    );
  });

  it('is in these tables', () => {
    const tested = new Set(rows.map(({ rule }) => rule));
    expect(
      preflightRules.map(({ id }) => id).filter(id => !tested.has(id)),
    ).toEqual([]);
  });
});

describe('preflight', () => {
  const definition = getMeshDefinition('istio');

  it('shows what passed, the most serious results first', () => {
    const results = preflight(definition, install('1.30.3'), {
      now: NOW,
      kubernetesVersion: 'v1.31.0',
      nodes: { total: 3, ready: 3 },
      releases: [],
    });
    expect(results[0]).toMatchObject({
      id: 'kubernetes-version',
      severity: 'blocking',
    });
    expect(results).toContainEqual(
      expect.objectContaining({ id: 'nodes-ready', severity: 'passed' }),
    );
    const order = ['blocking', 'warning', 'info', 'passed'];
    const ranks = results.map(({ severity }) => order.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort());
  });

  it('never takes a fact that is missing for a good one', () => {
    const results = preflight(definition, install('1.30.3'), { now: NOW });
    const passed = results.filter(({ severity }) => severity === 'passed');
    expect(passed.map(({ id }) => id)).toEqual([
      'request',
      'safe-upgrades-policy',
      'unverified-data',
    ]);
    expect(results).toContainEqual(
      expect.objectContaining({
        id: 'permissions',
        severity: 'info',
        detail:
          'This could not be checked: the permissions were not asked for.',
      }),
    );
  });

  it('gives every result an id of its own', () => {
    for (const row of rows) {
      const ids = preflight(getMeshDefinition(row.definition), row.request, {
        now: NOW,
        ...row.bad,
      }).map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
    }
  });
});
