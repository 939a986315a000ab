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

const CHART = 'linkerd/linkerd2:charts/linkerd-control-plane';
const SMALL = { cpu: { request: '10m' }, memory: { request: '32Mi' } };
const HA_RESOURCES = {
  cpu: { limit: '', request: '100m' },
  memory: { limit: '250Mi', request: '50Mi' },
};

/** Linkerd. The certificates are made in the cluster, so that no key is a value of a release. */
export const linkerdOperations: OperationsInput = {
  support: 'managed',
  verified: true,
  install: {
    gatewayApi: {
      need: 'recommended',
      why: 'Routes of the Gateway API configure retries, timeouts and splits; the newer of them are ignored where the bundle is older.',
      source: source('linkerd/website:docs/features/gateway-api.md'),
    },
    namespaces: [
      {
        name: 'linkerd',
        // Rendered by the chart only when the CLI installs; without them the webhooks would judge their own namespace.
        labels: {
          'linkerd.io/is-control-plane': 'true',
          'config.linkerd.io/admission-webhooks': 'disabled',
          'linkerd.io/control-plane-ns': 'linkerd',
        },
        source: source(`${CHART}/templates/namespace.yaml`, RENDERED),
      },
      {
        name: 'linkerd-cni',
        when: { component: 'linkerd2-cni' },
        labels: {
          'linkerd.io/cni-resource': 'true',
          'config.linkerd.io/admission-webhooks': 'disabled',
        },
        source: source(
          'linkerd/linkerd2:charts/linkerd2-cni/templates/cni-plugin.yaml',
          RENDERED,
        ),
      },
      {
        name: 'linkerd-viz',
        when: { component: 'linkerd-viz' },
        labels: { 'linkerd.io/extension': 'viz' },
        source: source(
          'linkerd/linkerd2:viz/charts/linkerd-viz/templates/namespace.yaml',
          RENDERED,
        ),
      },
    ],
    steps: [
      {
        chart: 'linkerd2-cni',
        when: { component: 'linkerd2-cni' },
        values: [],
        estimatedSeconds: 60,
        why: 'Redirection by the network plugin has to be there before the first meshed pod.',
      },
      {
        chart: 'linkerd-crds',
        values: [
          {
            values: { installGatewayAPI: false },
            why: 'The chart would bring copies of an old experimental bundle; the Gateway API is a component of its own.',
            source: source(
              'linkerd/linkerd2:charts/linkerd-crds/values.yaml',
              RENDERED,
            ),
          },
        ],
        estimatedSeconds: 10,
        why: 'Custom resource definitions come before the control plane that watches them.',
      },
      {
        chart: 'linkerd-control-plane',
        values: [
          {
            values: {
              identity: {
                externalCA: true,
                issuer: { scheme: 'kubernetes.io/tls' },
              },
            },
            why: 'Trust anchors and issuer are read from a ConfigMap and a Secret of the cluster, so that no key is part of a release.',
            source: source(`${CHART}/templates/identity.yaml`, RENDERED),
          },
        ],
        estimatedSeconds: 90,
        why: 'The control plane.',
      },
      {
        chart: 'linkerd-viz',
        when: { component: 'linkerd-viz' },
        values: [],
        estimatedSeconds: 60,
        hooks: {
          text: 'A hook Job labels the namespace as an extension; the same label is set with the namespace.',
          needed: false,
          source: source(
            'linkerd/linkerd2:viz/charts/linkerd-viz/templates/namespace-metadata.yaml',
            RENDERED,
          ),
        },
        why: 'Metrics and the dashboard; an extension, after the control plane.',
      },
    ],
    certificates: {
      kind: 'linkerd-identity',
      before: 'linkerd-control-plane',
      generated: [
        {
          object: 'ConfigMap linkerd/linkerd-identity-trust-roots',
          holds:
            'the trust anchor (root certificate, ECDSA P-256) under the key ca-bundle.crt',
        },
        {
          object: 'Secret linkerd/linkerd-identity-issuer',
          holds:
            'the issuer for identity.linkerd.cluster.local and its key, of type kubernetes.io/tls',
        },
        {
          object: 'Secret linkerd/linkerd-trust-anchor',
          holds:
            'the trust anchor with its key, from which the next issuer is signed; the chart does not read it',
        },
      ],
      suppliedBy:
        'With identity.externalCA=true the chart renders no ConfigMap linkerd-identity-trust-roots, and with identity.issuer.scheme=kubernetes.io/tls no Secret linkerd-identity-issuer: it uses those that are there, also from cert-manager and trust-manager.',
      trustDomain: 'cluster.local',
      warnDays: 60,
      source: source(`${CHART}/templates/identity.yaml`, RENDERED),
    },
    presets: [
      {
        id: 'default',
        title: 'Default',
        description: "Upstream's defaults: one pod per component.",
        values: {},
        source: source(`${CHART}/values.yaml`, RENDERED),
      },
      {
        id: 'high-availability',
        title: 'High availability',
        description:
          'Three pods per component on different nodes, disruption budgets, and injection that fails closed.',
        values: {
          'linkerd-control-plane': {
            enablePodDisruptionBudget: true,
            controller: { podDisruptionBudget: { maxUnavailable: 1 } },
            deploymentStrategy: {
              rollingUpdate: { maxUnavailable: 1, maxSurge: '25%' },
            },
            enablePodAntiAffinity: true,
            proxy: {
              resources: {
                cpu: { request: '100m' },
                memory: { limit: '250Mi', request: '20Mi' },
              },
            },
            controllerReplicas: 3,
            destinationResources: HA_RESOURCES,
            identityResources: {
              cpu: { limit: '', request: '100m' },
              memory: { limit: '250Mi', request: '10Mi' },
            },
            heartbeatResources: HA_RESOURCES,
            proxyInjectorResources: HA_RESOURCES,
            webhookFailurePolicy: 'Fail',
            spValidatorResources: HA_RESOURCES,
            highAvailability: true,
          },
        },
        notes: [
          'Injection fails closed: label kube-system with config.linkerd.io/admission-webhooks=disabled, or its pods wait for the injector.',
        ],
        source: source(`${CHART}/values-ha.yaml`, RENDERED),
      },
      {
        id: 'minimal',
        title: 'Minimal',
        description:
          'One pod per component with small requests and without the heartbeat, for clusters in which to try things out.',
        values: {
          'linkerd-control-plane': {
            disableHeartBeat: true,
            controllerReplicas: 1,
            destinationResources: SMALL,
            identityResources: SMALL,
            proxyInjectorResources: SMALL,
            spValidatorResources: SMALL,
          },
        },
        source: source(`${CHART}/values.yaml`, RENDERED),
      },
    ],
    components: [
      {
        name: 'linkerd2-cni',
        description:
          'Network plugin that redirects traffic, so that workloads need no NET_ADMIN capability.',
        values: { 'linkerd-control-plane': { cniEnabled: true } },
        source: source('linkerd/linkerd2:charts/linkerd2-cni', RENDERED),
      },
      {
        name: 'linkerd-viz',
        description: 'Metrics, tap and dashboard.',
        source: source('linkerd/linkerd2:viz/charts', RENDERED),
      },
    ],
    conflicts: [],
  },
  upgrade: {
    strategies: ['in-place'],
    minors: {
      oneAtATime: true,
      confirmed: true,
      source: source('linkerd.io/docs/tasks/upgrade'),
    },
    crdPolicy: 'separate-chart',
    restart: {
      needed: 'workloads',
      text: 'Proxies keep their version until their pods are made new.',
      source: source('linkerd.io/docs/tasks/upgrade'),
    },
    notes: [
      {
        text: 'The control plane may be one major release ahead of its proxies.',
        source: source('linkerd.io/docs/tasks/upgrade'),
      },
      {
        text: 'Edge releases are not semantic versions: read the release notes of each.',
        source: source('linkerd/website:linkerd.io/data/versions.yaml'),
      },
    ],
  },
  uninstall: {
    order: [
      'linkerd-viz',
      'linkerd-control-plane',
      'linkerd-crds',
      'linkerd2-cni',
    ],
    crdGroups: ['policy.linkerd.io', 'linkerd.io', 'workload.linkerd.io'],
    crds: 'with-chart',
    crdChart: 'linkerd-crds',
    before: [
      'Take workloads off the mesh and restart them: proxies without identity refuse connections once their certificates (24 hours) have run out.',
    ],
    leftovers: [
      {
        kind: 'ConfigMap',
        apiVersion: 'v1',
        namespace: '{namespace}',
        name: 'linkerd-identity-trust-roots',
        text: 'Trust anchor, supplied apart from the chart.',
        remove: false,
      },
      {
        kind: 'Secret',
        apiVersion: 'v1',
        namespace: '{namespace}',
        name: 'linkerd-identity-issuer',
        text: 'Issuer and key, supplied apart from the chart.',
        remove: false,
      },
      {
        kind: 'Secret',
        apiVersion: 'v1',
        namespace: '{namespace}',
        name: 'linkerd-trust-anchor',
        text: 'Trust anchor with its key, where it was made here. Go on with it, or no proxy trusts the next installation.',
        remove: false,
      },
    ],
    finalizerHazards: [],
    source: source('linkerd/linkerd2:charts/linkerd-crds/templates', RENDERED),
  },
};
