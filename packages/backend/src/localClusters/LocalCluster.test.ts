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
import type { ClusterDescription } from '@meshplane/plugin-meshplane-node';
import type { ControlPlanes, RunningControlPlane } from './ControlPlanes';
import { LocalCluster } from './LocalCluster';

const SPEC = { name: 'edge', title: 'Edge', scenario: 'ambient' };

function setUp(overrides: Partial<ControlPlanes & RunningControlPlane> = {}) {
  const stopped: string[] = [];
  const connect = jest.fn();
  const planes: ControlPlanes = {
    isRunning: async () => false,
    start: async (_name, _signal, onProgress) => {
      onProgress('The control plane is being built (42 %): compiling', 42);
      return {
        fingerprint: 'one',
        connect,
        seed: async (_scenario, onPercent) => onPercent(50),
        ...overrides,
      };
    },
    stop: async name => {
      stopped.push(name);
    },
    ...overrides,
  };
  const cluster = new LocalCluster(SPEC, planes, mockServices.logger.mock());
  const seen: ClusterDescription[] = [];
  cluster.onChange(() => seen.push(cluster.description));
  return { cluster, seen, stopped, connect, abort: new AbortController() };
}

describe('LocalCluster', () => {
  it('shows how far the build is, then how far it is filled, then that it is simulated', async () => {
    const { cluster, seen, abort, connect } = setUp();
    expect(cluster.description).toMatchObject({ state: 'starting' });
    await cluster.start(abort.signal);
    expect(seen).toMatchObject([
      {
        state: 'starting',
        progress: 42,
        message: 'The control plane is being built (42 %): compiling',
      },
      { state: 'ready', fingerprint: 'one', connect },
      { state: 'ready', note: expect.stringContaining('"ambient" (50 %)') },
      {
        state: 'ready',
        note: expect.stringMatching(/^Simulated cluster on this machine.*not$/),
      },
    ]);
    expect(seen[1]).toMatchObject({ message: undefined, progress: undefined });
  });

  it('says exactly why it cannot be started', async () => {
    const { cluster, abort } = setUp({
      start: async () => {
        throw new Error('Go 1.26 or newer is needed, and no "go" is on PATH');
      },
    });
    await cluster.start(abort.signal);
    expect(cluster.description).toMatchObject({
      state: 'misconfigured',
      message:
        'The local cluster cannot be started: Go 1.26 or newer is needed, and no "go" is on PATH',
    });
  });

  it('stays usable if it cannot be filled, and says so', async () => {
    const { cluster, abort } = setUp({
      seed: async () => {
        throw new Error('timed out');
      },
    });
    await cluster.start(abort.signal);
    expect(cluster.description).toMatchObject({
      state: 'ready',
      note: expect.stringContaining('"ambient": timed out'),
    });
  });

  it('stops the cluster that it has started', async () => {
    const { cluster, stopped, abort } = setUp();
    await cluster.start(abort.signal);
    await cluster.stop();
    expect(stopped).toEqual(['edge']);
  });

  it('leaves a cluster alone that ran before', async () => {
    const { cluster, stopped, abort } = setUp({ isRunning: async () => true });
    await cluster.start(abort.signal);
    await cluster.stop();
    expect(stopped).toEqual([]);
  });
});
