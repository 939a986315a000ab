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

import type { Outcome } from '../model/result';

/**
 * A place for one request at a time: a connection, or one of the streams of a connection. It carries the times of its
 * request, so that sending one allocates nothing.
 */
export abstract class Slot {
  /** Times of the request in flight, milliseconds on the clock of `performance.now()`. */
  intended = 0;
  sentAt = 0;
  /** Index of the endpoint. */
  endpoint = 0;
  /** False for warm-up, by intended time. */
  measured = false;
  /** True from the moment it is offered to the sender until it has a request: never offered twice. */
  offered = false;

  /** @param position - among the slots of its connection. */
  constructor(readonly position: number) {}

  /** Neighbours in the queue of deadlines. */
  earlier: Slot | undefined = undefined;
  later: Slot | undefined = undefined;
  waiting = false;

  /** False where the connection has gone since the slot was offered. */
  abstract get usable(): boolean;
  /** Sends the request of the endpoint; called only on a usable slot without a request. */
  abstract send(endpoint: number): void;
  /** Gives up the request in flight because its time is over; settles it. */
  abstract expire(): void;
}

/** How a request ended. `ok` is success by the endpoint's expectations. */
export type Settlement = 'ok' | Outcome;

/** What a transport tells the sender of requests. */
export interface TransportEvents {
  /** The slot can take a request. May send at once. */
  onFree(slot: Slot): void;
  /** The request in flight ended. `status` is 0 where there was none, `bytes` what came over the wire for it. */
  onSettled(
    slot: Slot,
    settlement: Settlement,
    status: number,
    bytes: number,
  ): void;
  /** An attempt to connect failed. */
  onConnectFailed(outcome: Outcome, message: string): void;
  /** A connection that had been up was replaced. `idle`: it had no request. */
  onReconnect(idle: boolean): void;
}

/** Connections to the target, and how a request goes over them. */
export interface Transport {
  /** Begins to connect. Reports through the events. */
  start(): void;
  /** Resolves when each connection is up or has failed once. */
  readonly settled: Promise<void>;
  /** Connections that are up now. */
  readonly connected: number;
  /** Requests in flight. */
  readonly inFlight: number;
  /** Settles what is in flight as `aborted_at_end` and closes everything. */
  close(): void;
}
