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

import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { rootCertificates } from 'node:tls';
import { readText } from '../../../clusters/connections/readText';
import { classifyFailure } from '../../../clusters/failures';
import type { Timing } from '../../../clusters/timing';
import { withTimeout } from '../../../clusters/timing';
import type { MetricsCredentials } from '../config';
import {
  bodyOf,
  DEFAULT_MAX_BYTES,
  type MetricsRequest,
  type MetricsResponse,
  type MetricsTransport,
  pathOf,
} from './MetricsTransport';

export interface UrlTransportOptions {
  url: URL;
  /** Path of a PEM file, trusted besides the well-known authorities; read at the first request. */
  ca?: string;
  credentials?: MetricsCredentials;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>;
  timing: Timing;
  /** Of a whole request, milliseconds. */
  timeoutMs: number;
}

/** Requests over HTTP(S) to one origin, with its credentials. */
export class UrlTransport implements MetricsTransport {
  readonly address: string;
  readonly #options: UrlTransportOptions;
  #agent: http.Agent | undefined;

  constructor(options: UrlTransportOptions) {
    this.#options = options;
    this.address = options.url.href.replace(/\/+$/, '');
  }

  async send(request: MetricsRequest): Promise<MetricsResponse> {
    const { timing, timeoutMs } = this.#options;
    const url = new URL(`${this.address}${pathOf(request)}`);
    return withTimeout(
      {
        timing,
        timeoutMs: Math.min(request.timeoutMs ?? timeoutMs, timeoutMs),
        subject: `"${this.address}"`,
        signal: request.signal,
      },
      async signal => {
        const message = await this.#open(url, request, signal);
        const response = {
          status: message.statusCode ?? 0,
          headers: flat(message.headers),
          text: await readText(message, request.maxBytes ?? DEFAULT_MAX_BYTES),
        };
        this.#refuseRedirect(response);
        return response;
      },
    );
  }

  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  #open(
    url: URL,
    request: MetricsRequest,
    signal: AbortSignal,
  ): Promise<http.IncomingMessage> {
    const body = bodyOf(request);
    const secure = url.protocol === 'https:';
    const agent = this.#agentOf(secure);
    return new Promise((resolve, reject) => {
      const sent = (secure ? https : http).request(url, {
        method: request.method ?? 'GET',
        agent,
        headers: {
          accept: 'application/json',
          'user-agent': 'meshplane',
          ...this.#options.headers,
          ...this.#authorization(),
          ...(body && {
            'content-type': body.type,
            'content-length': Buffer.byteLength(body.body),
          }),
        },
        signal,
      });
      sent.on('response', message => {
        // What breaks while the body is read reaches its reader.
        message.on('error', () => {});
        resolve(message);
      });
      sent.on('error', error =>
        reject(
          signal.aborted
            ? signal.reason
            : Object.assign(
                new ServiceUnavailableError(
                  `Cannot reach "${this.address}": ${
                    classifyFailure(error).message
                  }`,
                ),
                { cause: error },
              ),
        ),
      );
      sent.end(body?.body);
    });
  }

  /** A redirect would take the credentials, and the trust in the answer, elsewhere. */
  #refuseRedirect({ status, headers }: MetricsResponse): void {
    if (status < 300 || status > 399 || status === 304) return;
    throw new ServiceUnavailableError(
      `"${this.address}" redirects to "${placeOf(
        headers.location,
      )}", which is not followed: set the address at which it answers itself`,
    );
  }

  #authorization(): { authorization?: string } {
    const { credentials } = this.#options;
    if (!credentials) return {};
    if (credentials.type === 'bearer') {
      return { authorization: `Bearer ${credentials.token}` };
    }
    const text = `${credentials.username}:${credentials.password}`;
    return {
      authorization: `Basic ${Buffer.from(text, 'utf8').toString('base64')}`,
    };
  }

  #agentOf(secure: boolean): http.Agent {
    if (!this.#agent) {
      const { ca } = this.#options;
      this.#agent = secure
        ? new https.Agent({
            ...(ca && { ca: [...rootCertificates, readCa(ca)] }),
          })
        : new http.Agent();
    }
    return this.#agent;
  }
}

/** @throws InputError naming the file */
export function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(
      `The file of certificates "${path}" cannot be read: ${
        (error as Error).message
      }`,
    );
  }
}

/** Addresses of login pages carry states and tokens in their queries. */
function placeOf(location = ''): string {
  return location.replace(/[?#].*$/, '').slice(0, 200);
}

function flat(headers: http.IncomingHttpHeaders) {
  return Object.fromEntries(
    Object.entries(headers).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}
