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

const CHART = 'kumahq/kuma:deployments/charts/kuma';
const UPGRADE = 'kumahq/kuma:UPGRADE.md';

/** Kuma. */
export const kumaOperations: OperationsInput = {
  support: 'managed',
  verified: true,
  install: {
    gatewayApi: {
      need: 'recommended',
      why: 'Kuma serves Gateway API resources where their definitions are installed when it starts.',
      source: source(`${CHART}/templates/gateway-class.yaml`, RENDERED),
    },
    namespaces: [
      {
        name: 'kuma-system',
        // What the chart's hook would patch; with it the chart can also be installed without hooks.
        labels: { 'kuma.io/sidecar-injection': 'false' },
        source: source(
          `${CHART}/templates/pre-install-patch-namespace-job.yaml`,
          RENDERED,
        ),
      },
    ],
    steps: [
      {
        chart: 'kuma',
        applyCrdsFolder: true,
        values: [
          {
            values: { installCrdsOnUpgrade: { enabled: false } },
            why: 'The custom resource definitions are a step of their own, seen in the plan, instead of the work of a hook.',
            source: source(
              `${CHART}/templates/pre-upgrade-install-crds-job.yaml`,
              RENDERED,
            ),
          },
          {
            values: { patchSystemNamespace: false },
            why: 'The namespace is labelled when it is made, so that no Job has to patch it.',
            source: source(
              `${CHART}/templates/pre-install-patch-namespace-job.yaml`,
              RENDERED,
            ),
          },
        ],
        estimatedSeconds: 90,
        hooks: {
          text: 'Before an uninstall a Job removes the webhooks; without it a validating webhook that fails closed may block the clean-up.',
          needed: false,
          source: source(
            `${CHART}/templates/pre-delete-webhooks.yaml`,
            RENDERED,
          ),
        },
        why: 'The control plane.',
      },
    ],
    presets: [
      {
        id: 'default',
        title: 'Default',
        description: "Upstream's defaults: one control plane of one zone.",
        values: {},
        source: source(`${CHART}/values.yaml`, RENDERED),
      },
      {
        id: 'high-availability',
        title: 'High availability',
        description:
          'Two to five control-plane pods that scale with their load, with a disruption budget.',
        values: {
          kuma: {
            controlPlane: {
              autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5 },
              podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
            },
          },
        },
        source: source(`${CHART}/values.yaml`, RENDERED),
      },
      {
        id: 'minimal',
        title: 'Minimal',
        description: 'Small requests, for clusters in which to try things out.',
        values: {
          kuma: {
            controlPlane: {
              resources: { requests: { cpu: '100m', memory: '256Mi' } },
            },
          },
        },
        source: source(`${CHART}/values.yaml`, RENDERED),
      },
    ],
    components: [],
    conflicts: [],
  },
  upgrade: {
    strategies: ['in-place'],
    // No rule is written down; the support policy and the skew are not confirmed either.
    minors: { confirmed: false, source: source(UPGRADE) },
    crdPolicy: 'hook-job',
    restart: {
      needed: 'workloads',
      text: 'Sidecars keep their version until their pods are made new.',
      source: source(UPGRADE),
    },
    notes: [
      {
        text: 'Read the upgrade notes of every version in between.',
        source: source(UPGRADE),
      },
      {
        text: 'Kuma 3.0 knows no Mesh.mtls, no legacy policies, no built-in gateway, no global control plane on Kubernetes and no mesh annotation.',
        versions: '>=3.0.0-0',
        source: source(UPGRADE),
      },
    ],
  },
  uninstall: {
    order: ['kuma'],
    crdGroups: ['kuma.io'],
    crds: 'stay',
    before: [
      'Take namespaces and workloads off the mesh and restart them: sidecars do not work without the control plane.',
    ],
    leftovers: [
      {
        kind: 'Secret',
        apiVersion: 'v1',
        namespace: '{namespace}',
        name: '(zone tokens, signing keys, CA certificates)',
        text: 'Secrets that the control plane made for its meshes; they go with the namespace.',
        remove: false,
      },
    ],
    finalizerHazards: [],
    source: source(CHART, RENDERED),
  },
};
