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

import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readMeshplaneConfig } from './config';

function read(meshplane?: JsonObject, rest: JsonObject = {}) {
  const logger = mockServices.logger.mock();
  const config = readMeshplaneConfig(
    mockServices.rootConfig({
      data: { ...rest, ...(meshplane && { meshplane }) },
    }),
    logger,
  );
  return { config, warnings: logger.warn.mock.calls.map(([text]) => text) };
}

describe('readMeshplaneConfig', () => {
  it('has a default for everything', () => {
    expect(read()).toEqual({
      config: expect.objectContaining({
        clusters: [],
        kubernetesPlugin: { enabled: false },
        inventory: {
          reconcileIntervalMs: 600_000,
          pageSize: 500,
          requestTimeoutMs: 30_000,
          maxObjectsPerKind: 200_000,
          kinds: [],
        },
        health: { intervalMs: 30_000, timeoutMs: 10_000 },
        features: {
          mesh: true,
          gatewayApi: true,
          helmReleases: false,
          kubeletStats: false,
          workloads: true,
          lifecycle: true,
          performance: false,
        },
        history: { retentionMs: 90 * 24 * 3_600_000 },
        operations: {
          enabled: { lifecycle: true, workloads: true },
          approval: 'self',
          approvers: [],
          planExpiryMs: 24 * 3_600_000,
          retentionMs: 180 * 24 * 3_600_000,
          maxLogEntries: 10_000,
          resume: 'manual',
        },
      }),
      warnings: [],
    });
  });

  it('shows the clusters of the Kubernetes plugin if it is configured and not refused', () => {
    expect(read(undefined, { kubernetes: {} }).config.kubernetesPlugin).toEqual(
      {
        enabled: true,
      },
    );
    expect(
      read({ kubernetesPlugin: { enabled: false } }, { kubernetes: {} }).config
        .kubernetesPlugin,
    ).toEqual({ enabled: false });
  });

  it('reads clusters, durations in words and as objects, and kinds', () => {
    const { config } = read({
      clusters: [
        { name: 'a', title: 'A', kubeconfig: '~/.kube/config', context: 'x' },
        { name: 'b', inCluster: true },
      ],
      health: { interval: '5s', timeout: { milliseconds: 500 } },
      history: { retention: 'P7D' },
      inventory: { kinds: ['widgets.example.com'] },
    });
    expect(config.clusters).toEqual([
      {
        key: 'meshplane.clusters[0]',
        name: 'a',
        title: 'A',
        target: { type: 'kubeconfig', path: '~/.kube/config', context: 'x' },
      },
      {
        key: 'meshplane.clusters[1]',
        name: 'b',
        target: { type: 'in-cluster' },
      },
    ]);
    expect(config.health).toEqual({ intervalMs: 5_000, timeoutMs: 500 });
    expect(config.history.retentionMs).toBe(7 * 24 * 3_600_000);
    expect(config.inventory.kinds).toEqual([
      { resource: 'widgets', group: 'example.com' },
    ]);
  });

  it.each<[string, JsonObject, string]>([
    [
      'a duplicate cluster name',
      {
        clusters: [
          { name: 'prod', kubeconfig: 'a' },
          { name: 'prod', kubeconfig: 'b' },
        ],
      },
      "Duplicate cluster name 'prod' in 'meshplane.clusters[1].name': 'meshplane.clusters[0].name' has it already",
    ],
    [
      'a value of the wrong type',
      { inventory: { pageSize: 'many' } },
      "Invalid value 'many' of configuration key 'meshplane.inventory.pageSize'",
    ],
    [
      'a number out of its range',
      { inventory: { pageSize: 1 } },
      "Invalid value '1' of configuration key 'meshplane.inventory.pageSize'",
    ],
    [
      'a cluster name that cannot stand in a URL',
      { clusters: [{ name: 'a b', kubeconfig: 'x' }] },
      "Invalid value 'a b' of configuration key 'meshplane.clusters[0].name'",
    ],
    [
      'a cluster without a name',
      { clusters: [{ kubeconfig: 'x' }] },
      "Missing configuration key 'meshplane.clusters[0].name'",
    ],
    [
      'a cluster without an address',
      { clusters: [{ name: 'a' }] },
      "Cluster 'a' in 'meshplane.clusters[0]' says nowhere how it is reached: set 'meshplane.clusters[0].kubeconfig' or 'meshplane.clusters[0].inCluster'",
    ],
    [
      'a cluster with two addresses',
      { clusters: [{ name: 'a', kubeconfig: '/k', inCluster: true }] },
      "'meshplane.clusters[0].inCluster' cannot be combined with 'meshplane.clusters[0].kubeconfig' ('/k')",
    ],
    [
      'a text that is no duration',
      { health: { interval: 'soon' } },
      "Invalid value 'soon' of configuration key 'meshplane.health.interval': not a duration",
    ],
    [
      'a duration that is too short',
      { health: { interval: '1ms' } },
      "Invalid value '1ms' of configuration key 'meshplane.health.interval': at least 1000 milliseconds are needed",
    ],
    [
      'a kind without a group',
      { inventory: { kinds: ['widgets'] } },
      "Invalid value 'widgets' of configuration key 'meshplane.inventory.kinds[0]'",
    ],
  ])('stops at %s and names key and value', (_, section, message) => {
    expect(() => read(section)).toThrow(message);
  });

  it('warns of unknown keys and names the nearest known one', () => {
    const { warnings } = read({
      clusters: [{ name: 'a', kubeconfig: 'x', contxt: 'y' }],
      inventroy: {},
      health: { intervall: '5s' },
      somethingElse: 1,
    });
    expect(warnings).toEqual([
      "Unknown configuration key 'meshplane.clusters[0].contxt' is ignored, did you mean 'meshplane.clusters[0].context'?",
      "Unknown configuration key 'meshplane.inventroy' is ignored, did you mean 'meshplane.inventory'?",
      "Unknown configuration key 'meshplane.health.intervall' is ignored, did you mean 'meshplane.health.interval'?",
      "Unknown configuration key 'meshplane.somethingElse' is ignored",
    ]);
  });
});
