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

import { RENDERED, source } from '../../definitions/facts';
import type { OperationsInput } from '../schema';

type Managed = Extract<OperationsInput, { support: 'managed' }>;
type InstallStep = Managed['install']['steps'][number];

const CHARTS = 'istio/istio:manifests/charts';
const CANARY = 'istio.io/latest/docs/setup/upgrade/helm';
const AMBIENT_UPGRADE = 'istio.io ambient/upgrade/helm';

/** Both charts with a validating webhook: istiod turns Ignore into Fail by itself, and then two own the field. */
const FAIL_CLOSED = {
  values: { base: { validationFailurePolicy: 'Fail' } },
  why: 'istiod itself sets the failure policy of the validating webhook to Fail; rendered so from the start, the next server-side apply meets no conflict over that field.',
  source: source(
    `${CHARTS}/base/templates/defaultrevision-validatingwebhookconfiguration.yaml`,
    RENDERED,
  ),
};

function ambientProfile(chart: string) {
  return {
    values: { profile: 'ambient' },
    why: 'The profile turns on what ambient mode needs in this chart.',
    source: source(`${CHARTS}/${chart}/files/profile-ambient.yaml`, RENDERED),
  };
}

const base: InstallStep = {
  chart: 'base',
  values: [FAIL_CLOSED],
  estimatedSeconds: 10,
  why: 'Custom resource definitions and the default validating webhook come before everything that uses them.',
};

function istiod(ambient: boolean): InstallStep {
  return {
    chart: 'istiod',
    values: [
      FAIL_CLOSED,
      ...(ambient ? [ambientProfile('istio-discovery')] : []),
    ],
    revisioned: true,
    revisionValue: 'revision',
    estimatedSeconds: 60,
    why: 'The control plane; the charts after it need its webhook and certificates.',
  };
}

function cni(ambient: boolean): InstallStep {
  return {
    chart: 'cni',
    ...(ambient ? {} : { when: { component: 'cni' } }),
    values: ambient ? [ambientProfile('istio-cni')] : [],
    estimatedSeconds: 60,
    why: ambient
      ? 'The node agent redirects the traffic of captured pods to ztunnel.'
      : 'The node agent sets up redirection, so that pods need no privileged init container.',
  };
}

const ztunnel: InstallStep = {
  chart: 'ztunnel',
  values: [],
  revisionValue: 'revision',
  estimatedSeconds: 60,
  why: 'The node proxy encrypts and carries the traffic of captured pods.',
};

const gateway: InstallStep = {
  chart: 'gateway',
  when: { component: 'gateway' },
  values: [],
  revisionValue: 'revision',
  // A Service of type LoadBalancer is not ready where nothing gives out addresses.
  wait: 'none',
  estimatedSeconds: 30,
  why: 'The gateway takes its proxy from the injector, so the control plane has to be ready.',
};

const namespaces: Managed['install']['namespaces'] = [
  {
    name: 'istio-system',
    labels: {},
    source: source(`${CHARTS}/README.md`),
  },
  {
    name: 'istio-ingress',
    when: { component: 'gateway' },
    labels: {},
    source: source(`${CHARTS}/README.md`),
  },
];

const gatewayComponent = {
  name: 'gateway',
  description:
    'An ingress gateway in its own namespace (Service of type LoadBalancer).',
  source: source(`${CHARTS}/gateway`, RENDERED),
};

const revisions: Managed['revisions'] = {
  tags: {
    chart: 'istiod',
    path: 'revisionTags',
    templates: [
      'templates/revision-tags-mwc.yaml',
      'templates/revision-tags-svc.yaml',
    ],
    objects: [
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingWebhookConfiguration',
        name: 'istio-revision-tag-{tag}',
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        namespace: 'istio-system',
        name: 'istiod-revision-tag-{tag}',
      },
    ],
  },
  defaultValue: { chart: 'base', path: 'defaultRevision' },
  source: source(
    `${CHARTS}/istio-control/istio-discovery/templates/revision-tags-mwc.yaml`,
    RENDERED,
  ),
};

const CRD_GROUPS = [
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
  'extensions.istio.io',
];

/** istiod makes these itself, so no release owns them. */
const leftovers: Managed['uninstall']['leftovers'] = [
  {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    namespace: '{namespace}',
    name: 'istio-leader',
    text: 'Lock of the leader election, made by istiod.',
    remove: true,
  },
  {
    kind: 'Secret',
    apiVersion: 'v1',
    namespace: '{namespace}',
    name: 'istio-ca-secret',
    text: 'The certificate authority that istiod made for itself. A later installation that finds it goes on with the same root.',
    remove: false,
  },
  {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    namespace: '(every namespace)',
    name: 'istio-ca-root-cert',
    text: 'Root certificate that istiod put into every namespace.',
    remove: false,
  },
];

const finalizerHazards = [
  {
    kind: 'Gateway.gateway.networking.k8s.io',
    text: 'Gateways of class istio keep their Deployment and Service only as long as istiod runs: without it nothing changes or removes them any more.',
  },
];

const minors: Managed['upgrade']['minors'] = {
  oneAtATime: true,
  confirmed: false,
  source: source('istio.io/latest/docs/releases/supported-releases'),
};

const highAvailability = {
  istiod: {
    autoscaleMin: 2,
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: 'istiod' } },
      },
    ],
  },
  gateway: {
    autoscaling: { minReplicas: 2 },
    podDisruptionBudget: { minAvailable: 1 },
  },
};

const smallIstiod = {
  autoscaleEnabled: false,
  replicaCount: 1,
  resources: { requests: { cpu: '50m', memory: '256Mi' } },
  global: {
    proxy: { resources: { requests: { cpu: '10m', memory: '64Mi' } } },
    waypoint: { resources: { requests: { cpu: '10m', memory: '64Mi' } } },
  },
};
const smallGateway = {
  autoscaling: { enabled: false },
  replicaCount: 1,
  resources: { requests: { cpu: '10m', memory: '64Mi' } },
};
const smallAgent = { resources: { requests: { cpu: '10m', memory: '64Mi' } } };

const valuesSource = source(`${CHARTS} (values.yaml 1.29.6, 1.30.3)`, RENDERED);

/** Istio, sidecar mode. */
export const istioOperations: OperationsInput = {
  support: 'managed',
  verified: true,
  install: {
    gatewayApi: {
      need: 'recommended',
      why: 'Istio serves Gateway API resources where their definitions are installed; without them only its own kinds work.',
      source: source(
        'istio/istio:pkg/config/schema/gatewayapi/minimumversions.go',
      ),
    },
    namespaces,
    steps: [base, istiod(false), cni(false), gateway],
    presets: [
      {
        id: 'default',
        title: 'Default',
        description:
          "Upstream's defaults: one istiod that scales with its load up to five.",
        values: {},
        source: valuesSource,
      },
      {
        id: 'high-availability',
        title: 'High availability',
        description:
          'At least two istiod and two gateway pods, spread over nodes, with disruption budgets.',
        values: highAvailability,
        source: valuesSource,
      },
      {
        id: 'minimal',
        title: 'Minimal',
        description:
          'One small istiod and small proxies, for clusters in which to try things out.',
        values: { istiod: smallIstiod, gateway: smallGateway, cni: smallAgent },
        source: valuesSource,
      },
    ],
    components: [
      {
        name: 'cni',
        description:
          'Node agent that sets up traffic redirection, so that workloads need no NET_ADMIN capability.',
        values: { istiod: { cni: { enabled: true } } },
        source: source(`${CHARTS}/istio-cni`, RENDERED),
      },
      gatewayComponent,
    ],
    conflicts: [],
  },
  upgrade: {
    strategies: ['canary', 'in-place'],
    minors,
    crdPolicy: 'templates',
    restart: {
      needed: 'workloads',
      text: 'Sidecars keep their version until their pods are made new.',
      source: source(CANARY),
    },
    notInCanary: ['base', 'cni', 'gateway'],
    notes: [
      {
        text: 'The control plane may be one minor ahead of its proxies, never behind them.',
        source: source('istio.io/latest/docs/releases/supported-releases'),
      },
    ],
  },
  uninstall: {
    order: ['gateway', 'cni', 'istiod', 'base'],
    crdGroups: CRD_GROUPS,
    crds: 'stay',
    before: [
      'Take namespaces and workloads off the mesh and restart them: a sidecar without its control plane keeps its last configuration and its certificate runs out within a day.',
    ],
    leftovers,
    finalizerHazards,
    source: source('istio.io/latest/docs/setup/install/helm'),
  },
  revisions,
};

/** Istio, ambient mode. */
export const istioAmbientOperations: OperationsInput = {
  support: 'managed',
  verified: true,
  install: {
    gatewayApi: {
      need: 'required',
      why: 'Waypoints are Gateways of the Gateway API: without its definitions ambient mode has no request-level features.',
      source: source('istio.io ambient/install/helm'),
    },
    namespaces,
    steps: [base, istiod(true), cni(true), ztunnel, gateway],
    presets: [
      {
        id: 'default',
        aliases: ['ambient'],
        title: 'Ambient',
        description:
          'Control plane, node agent and node proxy in the ambient profile.',
        values: {},
        source: valuesSource,
      },
      {
        id: 'high-availability',
        title: 'High availability',
        description:
          'As Ambient, with at least two istiod and two gateway pods spread over nodes.',
        values: highAvailability,
        source: valuesSource,
      },
      {
        id: 'minimal',
        title: 'Minimal',
        description:
          'As Ambient with small requests, for clusters in which to try things out.',
        values: {
          istiod: smallIstiod,
          cni: smallAgent,
          ztunnel: smallAgent,
          gateway: smallGateway,
        },
        source: valuesSource,
      },
    ],
    components: [gatewayComponent],
    conflicts: [],
  },
  upgrade: {
    strategies: ['in-place', 'canary'],
    minors,
    order: ['base', 'istiod', 'cni', 'ztunnel', 'gateway'],
    crdPolicy: 'templates',
    restart: {
      needed: 'none',
      text: 'Captured pods are not restarted. An upgrade of ztunnel resets long-lived TCP connections node by node.',
      source: source(AMBIENT_UPGRADE),
    },
    notInCanary: ['base', 'cni', 'ztunnel', 'gateway'],
    notes: [
      {
        text: 'There is no canary for the node agent and for ztunnel, even with revisions: they are upgraded in place, after the control plane.',
        source: source(AMBIENT_UPGRADE),
      },
      {
        text: 'ztunnel resets long-lived TCP connections when it is upgraded; drain nodes one by one where that matters.',
        source: source(AMBIENT_UPGRADE),
      },
      {
        text: 'cni and ztunnel of a minor work with a control plane of the same and of the next minor.',
        source: source(AMBIENT_UPGRADE),
      },
    ],
  },
  uninstall: {
    order: ['gateway', 'ztunnel', 'cni', 'istiod', 'base'],
    crdGroups: CRD_GROUPS,
    crds: 'stay',
    before: [
      'Remove the waypoints and the label istio.io/dataplane-mode first: captured pods lose their network when ztunnel goes before them.',
    ],
    leftovers,
    finalizerHazards,
    source: source(AMBIENT_UPGRADE),
  },
  revisions,
};
