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

import type { TransportName } from '../model/profile';
import { autocannonTransport } from './autocannon/autocannonTransport';
import { http1Transport } from './http1/http1Transport';
import { grpcTransport, http2Transport } from './http2/http2Transport';
import type { Transport, TransportEvents } from './Slot';
import type { TransportOptions } from './TransportOptions';

type TransportFactory = (
  options: TransportOptions,
  events: TransportEvents,
) => Transport;

const FACTORIES: Record<TransportName, TransportFactory> = {
  http1: http1Transport,
  'http1-autocannon': autocannonTransport,
  http2: http2Transport,
  grpc: grpcTransport,
};

/** Makes the transport that a profile names. */
export function createTransport(
  name: TransportName,
  options: TransportOptions,
  events: TransportEvents,
): Transport {
  return FACTORIES[name](options, events);
}
