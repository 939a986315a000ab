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

import type { Settlement, Slot } from '../transport/Slot';
import { LatencyCounts, SparseCounts } from './LatencyCounts';

/** What happened since the last report to the requests whose intended start lies in one second, of one shard. */
export interface SliceDelta {
  /** Since the measured phase began. */
  second: number;
  scheduled: number;
  sent: number;
  ok: number;
  errors: Record<string, number>;
  bytes: number;
  /** Two digits. */
  response: SparseCounts;
  service: SparseCounts;
  late: SparseCounts;
  lag: SparseCounts;
  /** By endpoint index; only where a profile has several. */
  endpoints: EndpointDelta[];
}

/** The part of one endpoint in a {@link SliceDelta}. */
export interface EndpointDelta {
  sent: number;
  ok: number;
  errors: Record<string, number>;
  response: SparseCounts;
}

class EndpointSlice {
  sent = 0;
  ok = 0;
  errors: Record<string, number> = {};
  readonly response = new LatencyCounts(2);

  take(): EndpointDelta {
    const { sent, ok, errors } = this;
    this.sent = 0;
    this.ok = 0;
    this.errors = {};
    return { sent, ok, errors, response: this.response.takeSparse() };
  }
}

class OpenSlice {
  second = 0;
  scheduled = 0;
  sent = 0;
  ok = 0;
  errors: Record<string, number> = {};
  bytes = 0;
  readonly response = new LatencyCounts(2);
  readonly service = new LatencyCounts(2);
  readonly late = new LatencyCounts(2);
  readonly lag = new LatencyCounts(2);
  readonly endpoints: EndpointSlice[];

  constructor(endpoints: number) {
    this.endpoints = Array.from(
      { length: endpoints },
      () => new EndpointSlice(),
    );
  }

  take(): SliceDelta {
    const { second, scheduled, sent, ok, errors, bytes } = this;
    this.scheduled = 0;
    this.sent = 0;
    this.ok = 0;
    this.errors = {};
    this.bytes = 0;
    return {
      second,
      scheduled,
      sent,
      ok,
      errors,
      bytes,
      response: this.response.takeSparse(),
      service: this.service.takeSparse(),
      late: this.late.takeSparse(),
      lag: this.lag.takeSparse(),
      endpoints: this.endpoints.map(endpoint => endpoint.take()),
    };
  }
}

/**
 * Per-second parts of a run, reported as changes: an answer that comes seconds after its intended start changes a
 * second that was reported before, and adding up all reports gives the exact whole.
 */
export class SecondSlices {
  /** By second; a hole where nothing happened since the last report. */
  readonly #open: (OpenSlice | undefined)[] = [];
  #dirty: OpenSlice[] = [];
  /** Slices ready for use again, since each has several arrays of counts. */
  #spare: OpenSlice[] = [];
  readonly #endpoints: number;

  constructor(private readonly lastSecond: number, endpoints: number) {
    this.#endpoints = endpoints > 1 ? endpoints : 0;
  }

  scheduled(sinceStartMs: number): void {
    this.#at(sinceStartMs).scheduled++;
  }

  sent(
    sinceStartMs: number,
    endpoint: number,
    late: number,
    lag: number,
  ): void {
    const slice = this.#at(sinceStartMs);
    slice.sent++;
    slice.late.recordMs(late);
    slice.lag.recordMs(lag);
    if (this.#endpoints > 0) {
      slice.endpoints[endpoint].sent++;
    }
  }

  settled(
    sinceStartMs: number,
    slot: Slot,
    settlement: Settlement,
    bytes: number,
    responseMs: number,
    serviceMs: number,
  ): void {
    const slice = this.#at(sinceStartMs);
    slice.bytes += bytes;
    const isOk = settlement === 'ok';
    if (isOk) {
      slice.ok++;
    } else {
      slice.errors[settlement] = (slice.errors[settlement] ?? 0) + 1;
    }
    const isLatency = isOk || settlement === 'request_timeout';
    if (isLatency) {
      slice.response.recordMs(responseMs);
      slice.service.recordMs(serviceMs);
    }
    if (this.#endpoints > 0) {
      const endpoint = slice.endpoints[slot.endpoint];
      if (isOk) {
        endpoint.ok++;
      } else {
        endpoint.errors[settlement] = (endpoint.errors[settlement] ?? 0) + 1;
      }
      if (isLatency) {
        endpoint.response.recordMs(responseMs);
      }
    }
  }

  /** Counts what belongs to no request that was sent, such as a failed attempt to connect. */
  failed(sinceStartMs: number, settlement: Settlement): void {
    const { errors } = this.#at(sinceStartMs);
    errors[settlement] = (errors[settlement] ?? 0) + 1;
  }

  /** The changes since the last call. */
  take(): SliceDelta[] {
    const deltas = this.#dirty.map(slice => slice.take());
    for (const slice of this.#dirty) {
      this.#open[slice.second] = undefined;
    }
    this.#spare.push(...this.#dirty);
    this.#dirty = [];
    return deltas;
  }

  #at(sinceStartMs: number): OpenSlice {
    const second = Math.min(
      this.lastSecond,
      Math.max(0, Math.trunc(sinceStartMs / 1000)),
    );
    let slice = this.#open[second];
    if (slice === undefined) {
      slice = this.#spare.pop() ?? new OpenSlice(this.#endpoints);
      slice.second = second;
      this.#open[second] = slice;
      this.#dirty.push(slice);
    }
    return slice;
  }
}
