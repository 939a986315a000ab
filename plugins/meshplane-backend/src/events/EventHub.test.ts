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

import type { MeshplaneEvent } from '@meshplane/plugin-meshplane-common';
import type { OperationRecord } from '../database/operations/records';
import {
  clusterOf,
  FakeClusterAccess,
  FakeInventory,
  NOW,
  snapshotOf,
} from '../__testUtils__/fakes';
import { EventHub, type Subscriber } from './EventHub';

class Sink {
  readonly events: MeshplaneEvent[] = [];
  ended = false;
  write(text: string) {
    if (text.startsWith('data: ')) this.events.push(JSON.parse(text.slice(6)));
    return true;
  }
  once() {}
  end() {
    this.ended = true;
  }
  destroy() {}
}

function setUp() {
  const clusters = new FakeClusterAccess([
    clusterOf('edge'),
    clusterOf('secret', { source: 'vault' }),
  ]);
  const inventory = new FakeInventory([]);
  let tell: (operation: OperationRecord) => void = () => {};
  let beat = () => {};
  let stopped = false;
  const hub = new EventHub({
    clusters,
    inventory,
    operations: {
      subscribe: listener => {
        tell = listener;
        return () => {};
      },
    },
    now: () => NOW,
    every: (_milliseconds, run) => {
      beat = run;
      return () => {
        stopped = true;
      };
    },
  });
  return {
    clusters,
    inventory,
    hub,
    tell: (id: string, ...names: string[]) =>
      tell({
        id,
        state: 'running',
        cluster: names.length === 1 ? names[0] : undefined,
        clusters: names,
      } as unknown as OperationRecord),
    beat: () => beat(),
    isStopped: () => stopped,
  };
}

function subscriber(overrides: Partial<Subscriber> = {}): Subscriber {
  const allows: Subscriber['allows'] = ({ source }) => source === 'config';
  return {
    caller: 'user:default/ada',
    allows,
    renew: async () => allows,
    ...overrides,
  };
}

const types = (sink: Sink) => sink.events.map(({ type }) => type);

describe('EventHub', () => {
  it('begins with hello and tells of changes in the clusters that the reader may see', () => {
    const { clusters, inventory, hub } = setUp();
    const sink = new Sink();
    hub.open(sink, subscriber());
    clusters.set(clusterOf('edge', { title: 'Edge' }));
    clusters.set(clusterOf('secret', { source: 'vault' }));
    inventory.set(snapshotOf('edge', [], { version: 7 }), ['Pod']);
    inventory.set(snapshotOf('secret', [], { version: 8 }), ['Pod']);
    inventory.set(snapshotOf('unknown', [], { version: 9 }), ['Pod']);
    clusters.remove('secret');

    const at = NOW.toISOString();
    expect(sink.events).toEqual([
      { type: 'hello', at },
      {
        type: 'cluster',
        cluster: 'edge',
        state: 'connected',
        message: 'Everything can be read',
        at,
      },
      { type: 'inventory', cluster: 'edge', version: 7, kinds: ['Pod'], at },
      { type: 'cluster-list', at },
    ]);
  });

  it('tells of operations to those who may see all of their clusters', () => {
    const { hub, tell } = setUp();
    const sink = new Sink();
    hub.open(sink, subscriber());
    tell('one', 'edge');
    tell('two', 'secret');
    tell('both', 'edge', 'secret');
    tell('gone', 'dropped');
    expect(sink.events.slice(1)).toEqual([
      {
        type: 'operation',
        operation: 'one',
        state: 'running',
        cluster: 'edge',
        at: NOW.toISOString(),
      },
    ]);
  });

  it('ends a stream whose permission was withdrawn, or cannot be checked any more', async () => {
    const { hub, beat } = setUp();
    const refused = new Sink();
    const failed = new Sink();
    const kept = new Sink();
    hub.open(refused, subscriber({ renew: async () => undefined }));
    hub.open(
      failed,
      subscriber({ renew: () => Promise.reject(new Error('no answer')) }),
    );
    hub.open(kept, subscriber());
    beat();
    await new Promise(setImmediate);
    expect([refused.ended, failed.ended, kept.ended]).toEqual([
      true,
      true,
      false,
    ]);
    expect(hub.size).toBe(1);
  });

  it('applies a narrower permission to what follows', async () => {
    const { clusters, hub, beat } = setUp();
    const sink = new Sink();
    hub.open(sink, subscriber({ renew: async () => () => false }));
    clusters.set(clusterOf('edge'));
    beat();
    await new Promise(setImmediate);
    clusters.set(clusterOf('edge'));
    expect(types(sink)).toEqual(['hello', 'cluster']);
  });

  it('limits the streams of one caller, not those of others', () => {
    const { hub } = setUp();
    const closers = Array.from({ length: 20 }, () =>
      hub.open(new Sink(), subscriber()),
    );
    expect(() => hub.open(new Sink(), subscriber())).toThrow(
      '"user:default/ada" has 20 event streams open',
    );
    hub.open(new Sink(), subscriber({ caller: 'user:default/grace' }));
    closers[0]();
    hub.open(new Sink(), subscriber());
    expect(hub.size).toBe(21);
  });

  it('ends all streams at shutdown and takes no new ones', () => {
    const { clusters, hub, isStopped } = setUp();
    const sink = new Sink();
    hub.open(sink, subscriber());
    hub.close();
    clusters.set(clusterOf('edge'));
    expect(sink.ended).toBe(true);
    expect(types(sink)).toEqual(['hello']);
    expect(isStopped()).toBe(true);
    expect(() => hub.open(new Sink(), subscriber())).toThrow('shutting down');
  });
});
