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

import type { FeaturePermission } from '@meshplane/plugin-meshplane-common';
import type { ClusterDescription } from '@meshplane/plugin-meshplane-node';
import type { Cluster } from '../ClusterAccess';
import { FakeTiming, settle } from '../__testUtils__/FakeTiming';
import { FakeCluster } from '../__testUtils__/fakeCluster';
import { ClusterMonitor } from './ClusterMonitor';
import { DEFAULT_MONITOR_SETTINGS } from './settings';

const granted: FeaturePermission = {
  feature: 'inventory.core',
  title: 'Inventory',
  enabled: true,
  state: 'granted',
  missing: [],
};
const missing: FeaturePermission = {
  ...granted,
  state: 'missing',
  missing: [{ group: '', resource: 'nodes', verb: 'list' }],
};

function setUp(overrides: Partial<ClusterDescription> = {}) {
  const timing = new FakeTiming();
  const fake = new FakeCluster();
  const updates: Cluster[] = [];
  const permissions = { value: [granted] };
  const description: ClusterDescription = {
    name: 'c1',
    state: 'ready',
    fingerprint: '1',
    connect: async () => fake.connect(),
    ...overrides,
  };
  const monitor = new ClusterMonitor({
    source: 'test',
    description,
    settings: DEFAULT_MONITOR_SETTINGS,
    timing,
    checkPermissions: async () => permissions.value,
    unknownPermissions: [{ ...granted, state: 'unknown' }],
    listener: {
      onUpdate: cluster => updates.push(cluster),
      onLatency: () => {},
      onFailure: () => {},
    },
  });
  return { timing, fake, updates, monitor, description, permissions };
}

async function connected(overrides: Partial<ClusterDescription> = {}) {
  const parts = setUp(overrides);
  parts.monitor.start();
  await parts.timing.advance(0);
  expect(parts.monitor.cluster.health.state).toBe('connected');
  return parts;
}

describe('ClusterMonitor', () => {
  it('connects and tells version, identity and permissions', async () => {
    const { monitor, fake } = await connected();
    expect(monitor.cluster).toMatchObject({
      uid: 'uid-1',
      permissions: [granted],
      health: {
        message: 'Connected to Kubernetes v1.36.3.',
        kubernetesVersion: 'v1.36.3',
        circuit: { state: 'closed', consecutiveFailures: 0 },
      },
    });
    expect(monitor.cluster.connection).toBe(fake.connections[0]);
  });

  it('checks again at the configured interval over the same connection and says nothing new', async () => {
    const { timing, fake, updates } = await connected();
    const before = updates.length;
    await timing.advance(95_000);
    expect(fake.connections).toHaveLength(1);
    expect(fake.requests.filter(path => path === '/version')).toHaveLength(4);
    expect(updates).toHaveLength(before);
  });

  it('gives a connected cluster a second chance, then opens the circuit and closes the connection', async () => {
    const { timing, fake, monitor } = await connected();
    fake.behaviour = 'refused';
    await timing.advance(30_000);
    expect(monitor.cluster.health).toMatchObject({
      state: 'connected',
      circuit: { state: 'closed', consecutiveFailures: 1 },
      lastError: { message: 'connect ECONNREFUSED 127.0.0.1:1' },
    });
    await timing.advance(2_000);
    expect(monitor.cluster.connection).toBeUndefined();
    expect(fake.connections[0].closed).toBe(true);
    expect(monitor.cluster.health).toMatchObject({
      state: 'unreachable',
      circuit: {
        state: 'open',
        consecutiveFailures: 2,
        retryAt: '2026-01-01T00:00:38.000Z',
      },
    });
    expect(monitor.cluster.health.message).toContain(
      'Nothing listens at this address and port',
    );
  });

  it('backs off exponentially up to the limit and recovers with a new connection', async () => {
    const { timing, fake, monitor } = setUp();
    fake.behaviour = 'refused';
    monitor.start();
    const delays: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      await timing.advance(timing.nextDelay() ?? 0);
      delays.push(timing.nextDelay());
    }
    expect(delays).toEqual([
      3_000, 6_000, 12_000, 24_000, 48_000, 96_000, 120_000, 120_000,
    ]);
    fake.behaviour = 'fine';
    await timing.advance(120_000);
    expect(monitor.cluster.health).toMatchObject({
      state: 'connected',
      circuit: { state: 'closed', consecutiveFailures: 0 },
    });
    expect(monitor.cluster.connection).toBe(fake.connections.at(-1));
  });

  it('gives up on a hanging cluster after the time limit', async () => {
    const { timing, fake, monitor } = setUp();
    fake.behaviour = 'hangs';
    monitor.start();
    await timing.advance(9_999);
    expect(monitor.cluster.health.state).toBe('connecting');
    await timing.advance(1);
    expect(monitor.cluster.health.state).toBe('unreachable');
    expect(monitor.cluster.health.lastError?.message).toBe(
      'https://fake.example did not answer within 10 s',
    );
  });

  it('gives up on a source whose connect never ends', async () => {
    const { timing, monitor } = setUp({ connect: () => new Promise(() => {}) });
    monitor.start();
    await timing.advance(10_000);
    expect(monitor.cluster.health.state).toBe('unreachable');
  });

  it('tries refused credentials once more with a new connection, then only rarely', async () => {
    const { timing, fake, monitor } = await connected();
    fake.behaviour = 'unauthorized';
    await timing.advance(30_000);
    expect(fake.connections).toHaveLength(2);
    expect(monitor.cluster.health).toMatchObject({
      state: 'unauthorized',
      lastError: { status: 401, message: 'Unauthorized (HTTP 401)' },
      circuit: { state: 'open' },
    });
    expect(monitor.cluster.connection).toBeUndefined();
    expect(timing.nextDelay()).toBe(300_000);
  });

  it('keeps going without a break when a new connection carries rotated credentials', async () => {
    const { timing, fake, monitor, updates } = await connected();
    const before = updates.length;
    const first = fake.connections[0];
    jest
      .spyOn(first, 'request')
      .mockRejectedValue(Object.assign(new Error('expired'), { code: 401 }));
    await timing.advance(30_000);
    expect(monitor.cluster.connection).toBe(fake.connections[1]);
    expect(first.closed).toBe(true);
    expect(updates.slice(before).map(({ health }) => health.state)).toEqual([
      'connected',
    ]);
  });

  it('looks at once when a user of the connection reports refused credentials', async () => {
    const { timing, fake, monitor } = await connected();
    await timing.advance(20_000);
    fake.behaviour = 'unauthorized';
    monitor.reportFailure(
      fake.connections[0],
      Object.assign(new Error(), { code: 401 }),
    );
    await timing.advance(0);
    expect(monitor.cluster.health.state).toBe('unauthorized');
  });

  it('does not believe a report of an old connection, nor check at every report', async () => {
    const { timing, fake, monitor } = await connected();
    const refusal = Object.assign(new Error(), { code: 401 });
    monitor.reportFailure(new FakeCluster().connect(), refusal);
    expect(timing.nextDelay()).toBe(30_000);
    monitor.reportFailure(fake.connections[0], refusal);
    expect(timing.nextDelay()).toBe(2_000);
    await timing.advance(2_000);
    expect(monitor.cluster.health.state).toBe('connected');
  });

  it('is degraded while an enabled feature lacks a permission', async () => {
    const { timing, monitor, permissions, updates } = setUp();
    permissions.value = [missing];
    monitor.start();
    await timing.advance(0);
    expect(monitor.cluster.health).toMatchObject({
      state: 'degraded',
      message:
        "Connected to Kubernetes v1.36.3, but permissions are missing for 'Inventory' (list nodes). Apply the generated ClusterRole.",
    });
    expect(monitor.cluster.connection).not.toBeUndefined();
    permissions.value = [granted];
    await timing.advance(330_000);
    expect(monitor.cluster.health.state).toBe('connected');
    expect(updates.map(({ health }) => health.state)).toEqual([
      'degraded',
      'connected',
    ]);
  });

  it('does not say degraded while an API server that came back has not loaded its roles', async () => {
    const { timing, monitor, fake, permissions, updates } = await connected();
    const forbidden = Object.assign(new Error(), { code: 403 });
    permissions.value = [missing];
    fake.behaviour = 'no-namespaces';
    monitor.reportFailure(fake.connections[0], forbidden);
    await timing.advance(6_000);
    expect(monitor.cluster.permissions).toEqual([granted]);
    permissions.value = [granted];
    fake.behaviour = 'fine';
    await timing.advance(6_000);
    expect(updates.map(({ health }) => health.state)).toEqual(['connected']);
  });

  it('believes a loss of permissions that lasts', async () => {
    const { timing, monitor, fake, permissions } = await connected();
    const forbidden = Object.assign(new Error(), { code: 403 });
    permissions.value = [missing];
    monitor.reportFailure(fake.connections[0], forbidden);
    await timing.advance(20_000);
    expect(monitor.cluster.health.state).toBe('degraded');
    expect(monitor.cluster.permissions).toEqual([missing]);
  });

  it('is not degraded for the sake of a feature that is off', async () => {
    const { timing, monitor, permissions } = setUp();
    permissions.value = [granted, { ...missing, enabled: false }];
    monitor.start();
    await timing.advance(0);
    expect(monitor.cluster.health.state).toBe('connected');
  });

  it('is not degraded where it may look and change nothing', async () => {
    const { timing, monitor, permissions } = setUp();
    const changes = ['workloads', 'lifecycle'].map(feature => ({
      ...missing,
      feature,
    }));
    permissions.value = [granted, ...changes];
    monitor.start();
    await timing.advance(0);
    expect(monitor.cluster.health.state).toBe('connected');
    expect(monitor.cluster.permissions).toEqual([granted, ...changes]);
  });

  it('is degraded while kube-system may not be read', async () => {
    const { timing, monitor, fake } = setUp();
    fake.behaviour = 'no-namespaces';
    monitor.start();
    await timing.advance(60_000);
    expect(monitor.cluster.health.state).toBe('degraded');
    expect(monitor.cluster.health.message).toContain('get namespaces');
    expect(monitor.cluster.uid).toBeUndefined();
  });

  it('is connected to a cluster that answers and keeps its version to itself', async () => {
    const { timing, monitor, fake } = setUp();
    fake.behaviour = 'no-version';
    monitor.start();
    await timing.advance(0);
    expect(monitor.cluster.uid).toBe('uid-1');
    expect(monitor.cluster.health).toMatchObject({
      state: 'connected',
      message: 'Connected to a Kubernetes whose version may not be read.',
    });
  });

  it('starts anew with a new fingerprint, without waiting for an open circuit', async () => {
    const { timing, fake, monitor, description } = setUp();
    fake.behaviour = 'unauthorized';
    monitor.start();
    await timing.advance(0);
    expect(monitor.cluster.health.state).toBe('unauthorized');
    fake.behaviour = 'fine';
    monitor.update({ ...description, fingerprint: '2' });
    expect(monitor.cluster.health.state).toBe('connecting');
    await timing.advance(0);
    expect(monitor.cluster.health.state).toBe('connected');
  });

  it('drops the result of a check that a new fingerprint overtook', async () => {
    const { timing, fake, monitor, description } = setUp();
    fake.behaviour = 'hangs';
    monitor.start();
    await timing.advance(1_000);
    fake.behaviour = 'fine';
    monitor.update({ ...description, fingerprint: '2' });
    await timing.advance(0);
    expect(monitor.cluster.health.state).toBe('connected');
    await timing.advance(10_000);
    expect(monitor.cluster.health.state).toBe('connected');
    expect(fake.connections[0].closed).toBe(true);
  });

  it('follows a cluster from starting to ready and shows its progress', async () => {
    const { timing, monitor, description, updates } = setUp({
      state: 'starting',
      progress: 10,
      message: 'Being built',
    });
    monitor.start();
    await timing.advance(60_000);
    expect(monitor.cluster.health).toMatchObject({
      state: 'starting',
      progress: 10,
      message: 'Being built',
    });
    monitor.update({ ...description, progress: 70 });
    expect(updates.at(-1)?.health.progress).toBe(70);
    monitor.update({ ...description, state: 'ready', progress: undefined });
    await timing.advance(0);
    expect(monitor.cluster.health.state).toBe('connected');
    expect(monitor.cluster.health.progress).toBeUndefined();
  });

  it('withdraws the connection when its configuration breaks', async () => {
    const { monitor, fake, description } = await connected();
    monitor.update({
      ...description,
      state: 'misconfigured',
      message: 'no such file',
    });
    expect(monitor.cluster.connection).toBeUndefined();
    expect(fake.connections[0].closed).toBe(true);
    expect(monitor.cluster.health).toMatchObject({
      state: 'misconfigured',
      message: 'no such file',
    });
  });

  it('reconnects on demand and answers when the check has ended', async () => {
    const { timing, fake, monitor } = setUp();
    fake.behaviour = 'unauthorized';
    monitor.start();
    await timing.advance(0);
    fake.behaviour = 'fine';
    await monitor.reconnect();
    expect(monitor.cluster.health.state).toBe('connected');
  });

  it('asks nothing any more once it is stopped', async () => {
    const { timing, fake, monitor } = await connected();
    const before = fake.requests.length;
    await monitor.stop();
    await timing.advance(600_000);
    await settle();
    expect(fake.requests).toHaveLength(before);
  });
});
