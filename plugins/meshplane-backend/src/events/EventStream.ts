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

/** The part of an HTTP response that a stream writes to. */
export interface EventSink {
  /** @returns false if the reader does not keep up */
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): void;
  end(): void;
  destroy(): void;
}

/**
 * Sends events to one reader. A reader that does not keep up gets fewer events, not a growing queue: what waits is
 * merged per type and cluster or operation, because events say what has changed and the newest one says it for all before it.
 */
export class EventStream {
  readonly #sink: EventSink;
  readonly #waiting = new Map<string, MeshplaneEvent>();
  #blockedHeartbeats = 0;
  #blocked = false;
  #closed = false;

  constructor(sink: EventSink) {
    this.#sink = sink;
  }

  send(event: MeshplaneEvent) {
    if (this.#closed) return;
    if (!this.#blocked) {
      this.#write(format(event));
      return;
    }
    const key = keyOf(event);
    const before = this.#waiting.get(key);
    this.#waiting.set(key, before ? merge(before, event) : event);
  }

  /**
   * A comment that keeps proxies from closing the connection. A reader that has taken nothing since the heartbeat
   * before the last one is gone or stuck.
   *
   * @returns false if the stream was dropped
   */
  heartbeat(): boolean {
    if (this.#closed) return false;
    if (!this.#blocked) {
      this.#write(': heartbeat\n\n');
      return true;
    }
    this.#blockedHeartbeats += 1;
    if (this.#blockedHeartbeats < 2) return true;
    this.#closed = true;
    this.#sink.destroy();
    return false;
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiting.clear();
    this.#sink.end();
  }

  #write(text: string) {
    if (this.#sink.write(text)) return;
    this.#blocked = true;
    this.#sink.once('drain', () => {
      this.#blocked = false;
      this.#blockedHeartbeats = 0;
      if (this.#closed || this.#waiting.size === 0) return;
      const missed = [...this.#waiting.values()].map(format).join('');
      this.#waiting.clear();
      this.#write(missed);
    });
  }
}

/** Events with the same key replace each other. */
function keyOf(event: MeshplaneEvent) {
  if (event.type === 'operation') return `operation ${event.operation}`;
  return 'cluster' in event ? `${event.type} ${event.cluster}` : event.type;
}

function merge(before: MeshplaneEvent, event: MeshplaneEvent): MeshplaneEvent {
  if (before.type !== 'inventory' || event.type !== 'inventory') return event;
  return { ...event, kinds: [...new Set([...before.kinds, ...event.kinds])] };
}

function format(event: MeshplaneEvent) {
  return `data: ${JSON.stringify(event)}\n\n`;
}
