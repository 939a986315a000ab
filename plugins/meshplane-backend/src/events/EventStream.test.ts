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
import { EventStream } from './EventStream';

function slowSink() {
  const drains: (() => void)[] = [];
  return {
    written: [] as string[],
    full: false,
    ended: 0,
    destroyed: 0,
    write(text: string) {
      this.written.push(text);
      return !this.full;
    },
    once(_event: 'drain', listener: () => void) {
      drains.push(listener);
    },
    end() {
      this.ended += 1;
    },
    destroy() {
      this.destroyed += 1;
    },
    drain() {
      this.full = false;
      for (const listener of drains.splice(0)) listener();
    },
  };
}

const inventory = (version: number, ...kinds: string[]): MeshplaneEvent => ({
  type: 'inventory',
  cluster: 'edge',
  version,
  kinds,
  at: '2026-11-24T12:00:00.000Z',
});

describe('EventStream', () => {
  it('writes at once while the reader keeps up', () => {
    const sink = slowSink();
    new EventStream(sink).send({ type: 'hello', at: 'now' });
    expect(sink.written).toEqual(['data: {"type":"hello","at":"now"}\n\n']);
  });

  it('merges what a slow reader has missed', () => {
    const sink = slowSink();
    const stream = new EventStream(sink);
    sink.full = true;
    stream.send(inventory(1, 'Pod'));
    for (let version = 2; version < 1000; version += 1)
      stream.send(inventory(version, version % 2 ? 'Pod' : 'Service'));
    stream.send({ type: 'cluster-list', at: 'now' });
    stream.send({ type: 'cluster-list', at: 'later' });
    expect(sink.written).toHaveLength(1);

    sink.drain();
    const events = sink.written[1]
      .trim()
      .split('\n\n')
      .map(line => JSON.parse(line.slice('data: '.length)));
    expect(events).toEqual([
      expect.objectContaining({ version: 999, kinds: ['Service', 'Pod'] }),
      { type: 'cluster-list', at: 'later' },
    ]);
  });

  it('drops a reader that takes nothing for two heartbeats', () => {
    const sink = slowSink();
    const stream = new EventStream(sink);
    expect(stream.heartbeat()).toBe(true);
    sink.full = true;
    stream.send(inventory(1));
    expect(stream.heartbeat()).toBe(true);
    expect(stream.heartbeat()).toBe(false);
    expect(sink.destroyed).toBe(1);
    const before = sink.written.length;
    stream.send(inventory(2));
    expect(sink.written).toHaveLength(before);
  });

  it('forgives a reader that catches up', () => {
    const sink = slowSink();
    const stream = new EventStream(sink);
    for (let round = 0; round < 3; round += 1) {
      sink.full = true;
      stream.send(inventory(round));
      expect(stream.heartbeat()).toBe(true);
      sink.drain();
    }
    expect(sink.destroyed).toBe(0);
  });

  it('writes nothing after it was closed', () => {
    const sink = slowSink();
    const stream = new EventStream(sink);
    sink.full = true;
    stream.send(inventory(1));
    stream.send(inventory(2));
    stream.close();
    stream.close();
    sink.drain();
    expect(sink.written).toHaveLength(1);
    expect(sink.ended).toBe(1);
  });
});
