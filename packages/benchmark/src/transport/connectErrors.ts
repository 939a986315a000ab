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

const TLS_CODES =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

/** Class of the error of an attempt to connect. */
export function connectOutcome(
  error: NodeJS.ErrnoException,
  duringHandshake: boolean,
): Outcome {
  // An attempt over several addresses fails with one error per address.
  const code =
    error.code ??
    (error instanceof AggregateError ? error.errors[0]?.code : undefined) ??
    '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA') {
    return 'dns';
  }
  if (code === 'ECONNREFUSED') {
    return 'connect_refused';
  }
  if (code === 'ETIMEDOUT') {
    return 'connect_timeout';
  }
  if (duringHandshake || TLS_CODES.test(code)) {
    return 'tls';
  }
  return 'connect_failed';
}

/** Class of the error of a connection with a request in flight. */
export function requestOutcome(error: NodeJS.ErrnoException): Outcome {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE'
    ? 'reset'
    : 'closed_before_response';
}

/** Pause before the next attempt to connect, so that a refused port is not asked thousands of times a second. */
export function backoffMs(failures: number): number {
  return Math.min(1000, 10 * 2 ** failures);
}
