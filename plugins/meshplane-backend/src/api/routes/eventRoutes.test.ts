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

import type { AddressInfo } from 'node:net';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  MeshplaneClient,
  meshplaneMeshReadPermission,
  type MeshplaneEvent,
} from '@meshplane/plugin-meshplane-common';
import { clusterOf, snapshotOf } from '../../__testUtils__/fakes';
import { startApi, type TestApi } from '../../__testUtils__/startApi';
import {
  createMeshplaneConditionalDecision,
  meshplaneConditions,
} from '../authorization/clusterRules';

/** Collects events and lets a test wait for the next one that it wants. */
class Collector {
  readonly events: MeshplaneEvent[] = [];
  #waiting: { type: string; resolve: (event: MeshplaneEvent) => void }[] = [];

  readonly add = (event: MeshplaneEvent) => {
    this.events.push(event);
    const met = this.#waiting.filter(({ type }) => type === event.type);
    this.#waiting = this.#waiting.filter(waiting => !met.includes(waiting));
    for (const { resolve } of met) resolve(event);
  };

  next(type: MeshplaneEvent['type']) {
    return new Promise<MeshplaneEvent>(resolve => {
      this.#waiting.push({ type, resolve });
    });
  }
}

describe('GET /events', () => {
  let api: TestApi;
  let client: MeshplaneClient;
  let headers: Headers | undefined;

  beforeEach(async () => {
    api = await startApi({
      clusters: [clusterOf('edge'), clusterOf('vault')],
      decide: () =>
        createMeshplaneConditionalDecision(
          meshplaneMeshReadPermission,
          meshplaneConditions.isCluster({ names: ['edge'] }),
        ),
    });
    const { port } = api.server.address() as AddressInfo;
    client = new MeshplaneClient({
      discoveryApi: {
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      },
      fetchApi: {
        fetch: async (url, init) => {
          const response = await fetch(url, init);
          headers = response.headers;
          return response;
        },
      },
    });
  });

  it('streams what changes in the clusters that the caller may see, until the caller leaves', async () => {
    const collector = new Collector();
    const abort = new AbortController();
    const hello = collector.next('hello');
    const stream = client.streamEvents(collector.add, abort.signal);
    await hello;
    expect(headers?.get('content-type')).toContain('text/event-stream');
    // Otherwise compression holds events back until its buffer is full.
    expect(headers?.get('cache-control')).toContain('no-transform');
    expect(headers?.get('content-encoding')).toBeNull();

    const inventory = collector.next('inventory');
    api.inventory.set(snapshotOf('vault', [], { version: 5 }), ['Pod']);
    api.inventory.set(snapshotOf('edge', [], { version: 6 }), ['Pod']);
    expect(await inventory).toMatchObject({ cluster: 'edge', version: 6 });

    const state = collector.next('cluster');
    api.clusters.set(clusterOf('vault'));
    api.clusters.set(clusterOf('edge'));
    expect(await state).toMatchObject({ cluster: 'edge', state: 'connected' });
    expect(collector.events.map(({ type }) => type)).toEqual([
      'hello',
      'inventory',
      'cluster',
    ]);

    abort.abort();
    await expect(stream).resolves.toBeUndefined();
  });

  it('tells the client when the backend ends the stream', async () => {
    const collector = new Collector();
    const hello = collector.next('hello');
    const stream = client.streamEvents(
      collector.add,
      new AbortController().signal,
    );
    const ended = stream.catch((error: Error) => error.message);
    await hello;
    await api.stop();
    expect(await ended).toContain('closed by the server');
  });

  it('gives a client that is refused the reason', async () => {
    api.setDecision(() => ({ result: AuthorizeResult.DENY }));
    await expect(
      client.streamEvents(() => {}, new AbortController().signal),
    ).rejects.toMatchObject({
      statusCode: 403,
      cause: { message: expect.stringContaining('meshplane.mesh.read') },
    });
  });
});
