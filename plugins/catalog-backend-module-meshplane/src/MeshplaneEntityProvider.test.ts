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
import type { Entity } from '@backstage/catalog-model';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  FleetCluster,
  MeshplaneEvent,
} from '@meshplane/plugin-meshplane-common';
import { MeshplaneEntityProvider } from './MeshplaneEntityProvider';
import { Reconciler } from './Reconciler';
import { cluster, mesh } from './__testUtils__/fleet';

const ENTITIES = { owner: 'team-platform', namespace: 'default' };

function setUp(options: { existing?: Entity[] } = {}) {
  let fleet: FleetCluster[] = [cluster('edge', [mesh('istio')])];
  let failure: Error | undefined;
  let onEvent: ((event: MeshplaneEvent) => void) | undefined;
  const mutations: EntityProviderMutation[] = [];
  let mutated = () => {};
  const shutdown = new AbortController();
  const waits: number[] = [];
  let endWait = () => {};
  const provider = new MeshplaneEntityProvider({
    api: {
      getFleet: async () => {
        if (failure) throw failure;
        return { items: fleet };
      },
      streamEvents: (listener, signal) => {
        onEvent = listener;
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
      },
    },
    catalog: catalogServiceMock({ entities: options.existing ?? [] }),
    auth: mockServices.auth(),
    logger: mockServices.logger.mock(),
    taskRunner: { run: async () => {} },
    entities: ENTITIES,
    follow: {
      signal: shutdown.signal,
      wait: milliseconds => {
        waits.push(milliseconds);
        return new Promise(resolve => {
          endWait = resolve;
        });
      },
    },
    now: () => 0,
  });
  const connect = () =>
    provider.connect({
      applyMutation: async mutation => {
        mutations.push(mutation);
        mutated();
      },
      refresh: async () => {},
    });
  return {
    provider,
    connect,
    mutations,
    waits,
    shutdown,
    endWait: () => endWait(),
    event: () => onEvent?.({ type: 'hello', at: '' }),
    nextMutation: () =>
      new Promise<void>(resolve => {
        mutated = resolve;
      }),
    setFleet: (next: FleetCluster[]) => {
      fleet = next;
    },
    setFailure: (error?: Error) => {
      failure = error;
    },
  };
}

describe('MeshplaneEntityProvider', () => {
  it('writes a delta with a location key, and nothing if nothing has changed', async () => {
    const { provider, connect, mutations, setFleet, shutdown } = setUp();
    await connect();
    await provider.refresh();
    await provider.refresh();
    setFleet([cluster('edge')]);
    await provider.refresh();
    expect(mutations).toEqual([
      {
        type: 'delta',
        added: [
          {
            entity: expect.objectContaining({ kind: 'Resource' }),
            locationKey: 'meshplane',
          },
          {
            entity: expect.objectContaining({
              spec: expect.objectContaining({ type: 'service-mesh' }),
            }),
            locationKey: 'meshplane',
          },
        ],
        removed: [],
      },
      {
        type: 'delta',
        added: [],
        removed: [
          {
            entityRef: 'resource:default/edge-istio',
            locationKey: 'meshplane',
          },
        ],
      },
    ]);
    shutdown.abort();
  });

  it('removes what an earlier process has written and what has gone while none ran', async () => {
    const existing = new Reconciler(ENTITIES).next(
      [cluster('edge', [mesh('istio'), mesh('old')])],
      0,
    ).added;
    const { provider, connect, mutations, shutdown } = setUp({ existing });
    await connect();
    await provider.refresh();
    expect(mutations).toMatchObject([
      { removed: [{ entityRef: 'resource:default/edge-old' }] },
    ]);
    shutdown.abort();
  });

  it('leaves the catalog alone if the backend does not answer', async () => {
    const { provider, connect, mutations, setFailure, shutdown } = setUp();
    await connect();
    await provider.refresh();
    setFailure(new Error('down'));
    await expect(provider.refresh()).rejects.toThrow('down');
    setFailure();
    await provider.refresh();
    expect(mutations).toHaveLength(1);
    shutdown.abort();
  });

  it('takes over changes soon after an event, and many events at once', async () => {
    const { connect, mutations, event, nextMutation, setFleet, ...rest } =
      setUp();
    await connect();
    const first = nextMutation();
    event();
    await first;
    await new Promise(setImmediate);
    expect(rest.waits).toEqual([15_000]);

    setFleet([cluster('edge', [mesh('istio', { version: '1.31.0' })])]);
    for (let count = 0; count < 100; count += 1) event();
    await new Promise(setImmediate);
    expect(mutations).toHaveLength(1);

    const second = nextMutation();
    rest.endWait();
    await second;
    await new Promise(setImmediate);
    expect(mutations).toHaveLength(2);
    expect(rest.waits).toEqual([15_000, 15_000]);
    rest.shutdown.abort();
  });
});
