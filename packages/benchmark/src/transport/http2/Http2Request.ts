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

import type { OutgoingHttpHeaders } from 'node:http2';
import type { Settlement } from '../Slot';

/** First recorded status of gRPC: 1000 + code, so that it cannot be taken for one of HTTP. */
export const GRPC_STATUS_BASE = 1000;

/** A complete answer on a stream. */
export interface Http2Answer {
  status: number;
  grpcStatus: string | undefined;
  bodyMatches: boolean;
}

/** The request of an endpoint over HTTP/2, and what its answers count as. */
export interface Http2Request {
  headers: OutgoingHttpHeaders;
  body: Buffer | undefined;
  expectedBody: Buffer | undefined;
  judge(answer: Http2Answer): Settlement;
  /** What is counted as status. */
  statusOf(answer: Http2Answer): number;
}

/** Headers that belong to an HTTP/1.1 connection and are not allowed in HTTP/2 (RFC 9113, 8.2.2). */
const CONNECTION_HEADERS = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** Headers of a profile in the form of HTTP/2. */
export function http2Headers(
  headers: [name: string, value: string][],
): OutgoingHttpHeaders {
  return Object.fromEntries(
    headers
      .map(([name, value]): [string, string] => [name.toLowerCase(), value])
      .filter(([name]) => !CONNECTION_HEADERS.has(name)),
  );
}

/** The authority of a request: the Host header of the profile, else that of the URL. */
export function authorityOf(
  headers: [name: string, value: string][],
  url: URL,
): string {
  const host = headers.find(([name]) => name.toLowerCase() === 'host');
  return host ? host[1] : url.host;
}
