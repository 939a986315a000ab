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

import { LinkedTransport } from '../LinkedTransport';
import type { Transport, TransportEvents } from '../Slot';
import type { TransportOptions } from '../TransportOptions';
import { grpcRequests } from './grpc';
import { Http2Link } from './Http2Link';
import { plainRequests } from './plain';

/** HTTP/2: connections × streams. Without TLS the server must speak it from the first byte (prior knowledge). */
export function http2Transport(
  options: TransportOptions,
  events: TransportEvents,
): Transport {
  const requests = plainRequests(options.endpoints);
  return new LinkedTransport(
    options,
    events,
    shared => new Http2Link(shared, requests),
  );
}

/** Unary gRPC calls: the same connections, scored on `grpc-status`, since HTTP 200 does not mean OK there. */
export function grpcTransport(
  options: TransportOptions,
  events: TransportEvents,
): Transport {
  const requests = grpcRequests(options.endpoints);
  return new LinkedTransport(
    options,
    events,
    shared => new Http2Link(shared, requests),
  );
}
