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
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';

const MAX_REDIRECTS = 5;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

export interface WebClientOptions {
  /** For messages: the repository as people know it. */
  readonly name: string;
  /** All addresses start here; credentials go to this origin only. */
  readonly url: URL;
  /** Longest silence. */
  readonly timeoutMs: number;
  readonly credentials?: {
    readonly username: string;
    readonly password: string;
  };
  /** Path of a PEM file, trusted besides the well-known authorities. */
  readonly ca?: string;
  readonly allowPlainHttp?: boolean;
}

export interface WebRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Sent to the first origin only, not where it redirects to. Without it, the credentials of the client are sent to
   * their origin.
   */
  readonly authorization?: string;
  readonly signal?: AbortSignal;
}

export interface WebResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Where it came from in the end. */
  readonly url: URL;
  readonly body: Readable;
}

/** GET over HTTP(S) for one repository: bounded redirects, no plain HTTP unless allowed, no silence without end. */
export class WebClient {
  readonly #options: WebClientOptions;
  #agents: { http: http.Agent; https: https.Agent } | undefined;

  constructor(options: WebClientOptions) {
    this.#options = options;
  }

  /** @throws ServiceUnavailableError when it cannot be reached, InputError for an address that may not be used */
  async get(url: URL, request: WebRequest = {}): Promise<WebResponse> {
    let next = url;
    for (let count = 0; count <= MAX_REDIRECTS; count += 1) {
      this.#check(next);
      const sameOrigin = next.origin === url.origin;
      const response = await this.#send(
        next,
        {
          ...request.headers,
          ...(request.authorization
            ? sameOrigin && { authorization: request.authorization }
            : this.#basic(next)),
        },
        request.signal,
      );
      const { status, headers } = response;
      const target = headers.location;
      if (status < 301 || status > 308 || status === 304 || !target) {
        return response;
      }
      response.body.destroy();
      next = parseUrl(target, next, this.#options.name);
    }
    throw new ServiceUnavailableError(
      `"${
        this.#options.name
      }" redirects more than ${MAX_REDIRECTS} times, last to "${withoutQuery(
        next,
      )}"`,
    );
  }

  /** The credentials, where they may be sent. */
  basicFor(url: URL): string | undefined {
    return this.#basic(url).authorization;
  }

  #basic(url: URL): { authorization?: string } {
    const { credentials, url: own } = this.#options;
    if (!credentials || url.origin !== own.origin) return {};
    const { username, password } = credentials;
    const text = Buffer.from(`${username}:${password}`).toString('base64');
    return { authorization: `Basic ${text}` };
  }

  #check(url: URL): void {
    const { name, allowPlainHttp, url: own } = this.#options;
    if (url.protocol === 'https:') return;
    if (url.protocol !== 'http:') {
      throw new InputError(
        `"${name}" leads to "${withoutQuery(
          url,
        )}": only "https:" and "http:" are followed`,
      );
    }
    const isLocal = LOOPBACK.has(own.hostname) && LOOPBACK.has(url.hostname);
    if (!allowPlainHttp && !isLocal) {
      throw new InputError(
        `"${name}" leads to "${withoutQuery(
          url,
        )}", which is not encrypted. Set "allowPlainHttp" for this repository in "meshplane.charts.repositories" if that is meant`,
      );
    }
  }

  #send(
    url: URL,
    headers: Record<string, string | undefined>,
    signal: AbortSignal | undefined,
  ): Promise<WebResponse> {
    const { name, timeoutMs } = this.#options;
    const agents = this.#agentsOf();
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (secure ? https : http).request(url, {
        agent: secure ? agents.https : agents.http,
        headers: { 'user-agent': 'meshplane', ...headers },
        timeout: timeoutMs,
        signal,
      });
      request.on('timeout', () =>
        request.destroy(new Error(`nothing came for ${timeoutMs / 1000} s`)),
      );
      request.on('response', message => {
        message.on('error', () => {});
        resolve({
          status: message.statusCode ?? 0,
          headers: message.headers,
          url,
          body: message,
        });
      });
      request.on('error', error => {
        reject(
          signal?.aborted
            ? signal.reason
            : new ServiceUnavailableError(
                `Cannot read "${name}" at "${withoutQuery(url)}": ${
                  error.message || (error as NodeJS.ErrnoException).code
                }`,
              ),
        );
      });
      request.end();
    });
  }

  #agentsOf() {
    const { ca, name } = this.#options;
    if (!this.#agents) {
      let authority: string | undefined;
      try {
        authority = ca && readFileSync(ca, 'utf8');
      } catch (error) {
        throw new InputError(
          `The file of certificates "${ca}" of "${name}" cannot be read: ${
            (error as Error).message
          }`,
        );
      }
      this.#agents = {
        http: new http.Agent({ keepAlive: false }),
        https: new https.Agent({
          keepAlive: false,
          ...(authority && { ca: [...rootCertificates, authority] }),
        }),
      };
    }
    return this.#agents;
  }
}

/** @throws ServiceUnavailableError for what is no address */
export function parseUrl(text: string, base: URL, name: string): URL {
  try {
    return new URL(text, base);
  } catch {
    throw new ServiceUnavailableError(
      `"${name}" leads to "${text.slice(0, 200)}", which is not an address`,
    );
  }
}

/** Signed addresses have their secret in the query. */
export function withoutQuery(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
