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

/** Kinds of failures in words. */
const words: Record<string, string> = {
  dns: 'The name could not be resolved',
  connect_refused: 'Connection refused',
  connect_timeout: 'No connection in time',
  connect_failed: 'Connection failed',
  tls: 'TLS handshake failed',
  reset: 'Connection reset by the other side',
  closed_before_response: 'Closed before the answer',
  request_timeout: 'No answer in time',
  parse: 'The answer was no valid HTTP',
  http_4xx: 'Status 4xx',
  http_5xx: 'Status 5xx',
  http_unexpected: 'A status that was not expected',
  grpc_status: 'gRPC status other than OK',
  goaway: 'The server ended the connection (GOAWAY)',
  refused_stream: 'The server refused the stream',
  body_mismatch: 'The body was not the expected one',
  aborted_at_end: 'Still open when the run ended',
  not_sent: 'Never sent: no connection was free',
  dropped: 'Dropped by the generator',
};

/** A kind of failure in words; unknown ones stay as they are. */
export function outcomeWord(outcome: string): string {
  return words[outcome] ?? outcome;
}
