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

import type { LookupFunction } from 'node:net';
import type { z } from 'zod';
import type { tlsSchema } from '../model/profile';
import type { Origin, PreparedEndpoint } from './endpoints';

/** TLS settings of a profile. */
export type TlsSettings = z.output<typeof tlsSchema>;

/** What every transport is made from. */
export interface TransportOptions {
  origin: Origin;
  /** By their position in the profile; a transport sends only those of its origin. */
  endpoints: readonly PreparedEndpoint[];
  connections: number;
  /** Requests on one connection at a time: HTTP/1.1 pipelining or HTTP/2 streams. */
  requestsPerConnection: number;
  /** Limit of connecting, and of a request from its sending. */
  timeoutMs: number;
  tls?: TlsSettings;
  lookup: LookupFunction;
}
