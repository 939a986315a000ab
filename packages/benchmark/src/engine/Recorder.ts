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

import { performance } from 'node:perf_hooks';
import type { Outcome } from '../model/result';
import { GRPC_STATUS_BASE } from '../transport/http2/Http2Request';
import type { Settlement, Slot } from '../transport/Slot';
import { encodeHistogram, toHistogram } from './histograms';
import { LatencyCounts } from './LatencyCounts';
import { SecondSlices, SliceDelta } from './SecondSlices';

/** A histogram on its way between threads: V2 compressed base64 of three digits, and the samples it must hold. */
export interface EncodedHistogram {
  count: number;
  hdr: string;
}

/** Latencies that a run tells apart. */
export const HISTOGRAMS = [
  'response',
  'service',
  'lag',
  'late',
  'wait',
  'errors',
] as const;

/** What one shard has recorded in its measured phase. */
export interface RecordedShard {
  scheduled: number;
  sent: number;
  ok: number;
  errors: Record<string, number>;
  statuses: Record<string, number>;
  bytes: number;
  connects: number;
  connectFailures: number;
  reconnects: number;
  idleRecycled: number;
  maxBacklog: number;
  histograms: Record<(typeof HISTOGRAMS)[number], EncodedHistogram>;
  /** By endpoint index; only where a profile has several. */
  endpoints: {
    sent: number;
    ok: number;
    errors: Record<string, number>;
    response: EncodedHistogram;
  }[];
}

class EndpointRecord {
  sent = 0;
  ok = 0;
  readonly errors: Record<string, number> = {};
  readonly response = new LatencyCounts(3);
}

/**
 * Takes down what happens to the requests of the measured phase. Whether a request belongs to it was decided by its
 * intended start, so one that the warm-up sent and the measured phase answered is not in.
 */
export class Recorder {
  scheduled = 0;
  sent = 0;
  connectFailures = 0;
  reconnects = 0;
  idleRecycled = 0;
  maxBacklog = 0;
  #ok = 0;
  #bytes = 0;
  #startedAt = Infinity;
  #lastFailure: string | undefined;
  readonly #errors: Record<string, number> = {};
  readonly #statuses = new Uint32Array(GRPC_STATUS_BASE + 100);
  readonly #counts = {
    response: new LatencyCounts(3),
    service: new LatencyCounts(3),
    lag: new LatencyCounts(3),
    late: new LatencyCounts(3),
    wait: new LatencyCounts(3),
    errors: new LatencyCounts(3),
  };
  readonly #endpoints: EndpointRecord[];
  readonly #slices: SecondSlices;

  /** @param seconds - planned length of the measured phase. */
  constructor(seconds: number, endpoints: number) {
    this.#slices = new SecondSlices(
      Math.max(0, Math.ceil(seconds) - 1),
      endpoints,
    );
    this.#endpoints = Array.from(
      { length: endpoints > 1 ? endpoints : 0 },
      () => new EndpointRecord(),
    );
  }

  /** Sets the begin of the measured phase on the clock of `performance.now()`. */
  begin(startedAt: number): void {
    this.#startedAt = startedAt;
  }

  /** The last message of a failed attempt to connect. */
  get lastConnectFailure(): string | undefined {
    return this.#lastFailure;
  }

  isMeasured(intended: number): boolean {
    return intended >= this.#startedAt;
  }

  /** A request has become due. */
  onScheduled(intended: number): void {
    this.scheduled++;
    this.#slices.scheduled(intended - this.#startedAt);
  }

  /** A request that was due will not be sent. */
  onUnsent(intended: number, outcome: 'dropped' | 'not_sent'): void {
    this.#errors[outcome] = (this.#errors[outcome] ?? 0) + 1;
    this.#slices.failed(intended - this.#startedAt, outcome);
  }

  /**
   * @param seen - when the generator noticed that the request is due: what passed before is its own fault, what passed
   *   between that and the sending was waiting for a free connection.
   */
  onSent(slot: Slot, seen: number): void {
    const late = seen - slot.intended;
    const lag = slot.sentAt - slot.intended;
    this.sent++;
    this.#counts.late.recordMs(late);
    this.#counts.wait.recordMs(slot.sentAt - seen);
    this.#counts.lag.recordMs(lag);
    if (this.#endpoints.length > 0) {
      this.#endpoints[slot.endpoint].sent++;
    }
    this.#slices.sent(
      slot.intended - this.#startedAt,
      slot.endpoint,
      late,
      lag,
    );
  }

  onSettled(
    slot: Slot,
    settlement: Settlement,
    status: number,
    bytes: number,
  ): void {
    const now = performance.now();
    const responseMs = now - slot.intended;
    const serviceMs = now - slot.sentAt;
    const counts = this.#counts;
    this.#bytes += bytes;
    if (status > 0) {
      this.#statuses[status]++;
    }
    // A time limit is a latency that was at least that long; leaving it out would make a hanging server look fast.
    // Other failures are often fast and must not improve a percentile.
    const isOk = settlement === 'ok';
    const isLatency = isOk || settlement === 'request_timeout';
    if (isLatency) {
      counts.response.recordMs(responseMs);
      counts.service.recordMs(serviceMs);
    } else if (settlement !== 'aborted_at_end') {
      counts.errors.recordMs(responseMs);
    }
    if (isOk) {
      this.#ok++;
    } else {
      this.#errors[settlement] = (this.#errors[settlement] ?? 0) + 1;
    }
    if (this.#endpoints.length > 0) {
      const endpoint = this.#endpoints[slot.endpoint];
      if (isOk) {
        endpoint.ok++;
      } else {
        endpoint.errors[settlement] = (endpoint.errors[settlement] ?? 0) + 1;
      }
      if (isLatency) {
        endpoint.response.recordMs(responseMs);
      }
    }
    this.#slices.settled(
      slot.intended - this.#startedAt,
      slot,
      settlement,
      bytes,
      responseMs,
      serviceMs,
    );
  }

  /** Failures to connect count from the first attempt on, also before the measured phase. */
  onConnectFailed(outcome: Outcome, message: string): void {
    this.connectFailures++;
    this.#lastFailure = message;
    this.#errors[outcome] = (this.#errors[outcome] ?? 0) + 1;
    const since = performance.now() - this.#startedAt;
    this.#slices.failed(Number.isFinite(since) ? since : 0, outcome);
  }

  onReconnect(idle: boolean): void {
    this.reconnects++;
    if (idle) {
      this.idleRecycled++;
    }
  }

  takeSlices(): SliceDelta[] {
    return this.#slices.take();
  }

  finish(connections: number): RecordedShard {
    const counts = this.#counts;
    return {
      scheduled: this.scheduled,
      sent: this.sent,
      ok: this.#ok,
      errors: this.#errors,
      statuses: Object.fromEntries(
        [...this.#statuses.entries()]
          .filter(([, count]) => count > 0)
          .map(([status, count]) => [statusName(status), count]),
      ),
      bytes: this.#bytes,
      connects: connections + this.reconnects,
      connectFailures: this.connectFailures,
      reconnects: this.reconnects,
      idleRecycled: this.idleRecycled,
      maxBacklog: this.maxBacklog,
      histograms: {
        response: encoded(counts.response),
        service: encoded(counts.service),
        lag: encoded(counts.lag),
        late: encoded(counts.late),
        wait: encoded(counts.wait),
        errors: encoded(counts.errors),
      },
      endpoints: this.#endpoints.map(({ sent, ok, errors, response }) => ({
        sent,
        ok,
        errors,
        response: encoded(response),
      })),
    };
  }
}

function statusName(status: number): string {
  return status < GRPC_STATUS_BASE
    ? String(status)
    : `grpc:${status - GRPC_STATUS_BASE}`;
}

function encoded(counts: LatencyCounts): EncodedHistogram {
  return { count: counts.total, hdr: encodeHistogram(toHistogram(counts)) };
}
