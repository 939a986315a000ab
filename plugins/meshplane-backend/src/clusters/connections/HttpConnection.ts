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
import * as k8s from '@kubernetes/client-node';
import type {
  ClusterApiConstructor,
  ClusterConnection,
  ClusterRequest,
  ClusterResponse,
} from '@meshplane/plugin-meshplane-node';
import http from 'node:http';
import https from 'node:https';
import { CREDENTIALS_ERROR, classifyFailure } from '../failures';
import { type Timing, systemTiming, formatDuration } from '../timing';
import { readText } from './readText';

/** What a request needs beside path and method; made anew for each one, since credentials change. */
export interface PreparedRequest {
  headers: Record<string, string>;
  agent: http.Agent | https.Agent;
  /** `user:password` of basic authentication. */
  auth?: string;
}

export interface HttpConnectionOptions {
  /** Requests go to this URL with their path appended. */
  baseUrl: string;
  /** Address for messages, without credentials. */
  address: string;
  tls: ClusterConnection['tls'];
  prepare(): Promise<PreparedRequest>;
  /** Looks at a response before its reader does; may replace it or throw. */
  inspect?(response: ClusterResponse): Promise<ClusterResponse>;
  close(): void;
  timing?: Timing;
  connectTimeoutMs?: number;
}

/** Time for DNS, TCP and TLS together. */
const CONNECT_TIMEOUT_MS = 8_000;
/** Limit of a typed call; lists and watches of any length go through {@link HttpConnection.request}. */
const API_TIMEOUT_MS = 30_000;
/** Methods that may be sent twice without harm when a kept-alive socket turns out to be closed. */
const REPEATABLE = new Set(['GET', 'PUT', 'DELETE']);

/** The server closed a kept-alive socket at the moment at which it was used again. */
class StaleSocketError extends ServiceUnavailableError {
  constructor(cause: Error) {
    super(cause.message);
    this.name = 'ServiceUnavailableError';
    Object.assign(this, { cause });
  }
}

/**
 * A connection over HTTP. Sockets are kept alive, redirects are handed to the caller and never followed (a redirect
 * would take the credentials elsewhere), and errors say which cluster address they concern.
 */
export class HttpConnection implements ClusterConnection {
  readonly #options: HttpConnectionOptions;
  readonly #base: URL;
  readonly #configuration: k8s.Configuration;

  constructor(options: HttpConnectionOptions) {
    this.#options = options;
    this.#base = new URL(options.baseUrl);
    this.#configuration = k8s.createConfiguration({
      baseServer: new k8s.ServerConfiguration(trimSlash(options.baseUrl), {}),
      authMethods: {},
      httpApi: k8s.wrapHttpLibrary({ send: context => this.#sendApi(context) }),
    });
  }

  get address(): string {
    return this.#options.address;
  }

  get tls(): ClusterConnection['tls'] {
    return this.#options.tls;
  }

  api<T extends k8s.ApiType>(Api: ClusterApiConstructor<T>): T {
    return new Api(this.#configuration);
  }

  async request(
    path: string,
    options: ClusterRequest = {},
  ): Promise<ClusterResponse> {
    // Joined as text: URL resolution would let a path such as `//host` leave the cluster.
    const url = new URL(`${trimSlash(this.#base.href)}${leadSlash(path)}`);
    if (!url.pathname.startsWith(trimSlash(this.#base.pathname))) {
      throw new InputError(`Path '${path}' leads out of ${this.address}`);
    }
    options.signal?.throwIfAborted();
    const prepared = await this.#prepare();
    options.signal?.throwIfAborted();
    const response = await this.#send(url, options, prepared);
    return this.#options.inspect ? this.#options.inspect(response) : response;
  }

  close(): void {
    this.#options.close();
  }

  async #prepare(): Promise<PreparedRequest> {
    try {
      return await this.#options.prepare();
    } catch (error) {
      const { message } = classifyFailure(error);
      throw Object.assign(
        new Error(`Cannot get the credentials for ${this.address}: ${message}`),
        { name: CREDENTIALS_ERROR },
      );
    }
  }

  async #send(
    url: URL,
    options: ClusterRequest,
    prepared: PreparedRequest,
  ): Promise<ClusterResponse> {
    try {
      return await this.#sendOnce(url, options, prepared);
    } catch (error) {
      if (
        error instanceof StaleSocketError &&
        REPEATABLE.has(options.method ?? 'GET')
      ) {
        return this.#sendOnce(url, options, prepared);
      }
      throw error;
    }
  }

  #sendOnce(
    url: URL,
    options: ClusterRequest,
    prepared: PreparedRequest,
  ): Promise<ClusterResponse> {
    const timing = this.#options.timing ?? systemTiming;
    const connectTimeoutMs =
      this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
    const { method = 'GET', headers, body, signal } = options;
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(url, {
        method,
        agent: prepared.agent,
        auth: prepared.auth,
        headers: {
          accept: 'application/json',
          ...headers,
          ...prepared.headers,
          ...(body !== undefined && {
            'content-length': Buffer.byteLength(body),
          }),
        },
        signal,
      });
      let stopWaiting = () => {};
      request.on('socket', socket => {
        if (!socket.connecting) {
          return;
        }
        stopWaiting = timing.schedule(connectTimeoutMs, () => {
          request.destroy(
            Object.assign(
              new Error(
                `no connection within ${formatDuration(connectTimeoutMs)}`,
              ),
              { code: 'ETIMEDOUT' },
            ),
          );
        });
        socket.once(
          url.protocol === 'https:' ? 'secureConnect' : 'connect',
          stopWaiting,
        );
      });
      request.on('response', message => {
        resolve({
          status: message.statusCode ?? 0,
          headers: flatHeaders(message.headers),
          body: message,
        });
      });
      request.on('error', error => {
        stopWaiting();
        if (signal?.aborted) {
          reject(signal.reason);
        } else if (request.reusedSocket && isReset(error)) {
          reject(new StaleSocketError(this.#unreachable(error)));
        } else {
          reject(this.#unreachable(error));
        }
      });
      request.end(body);
    });
  }

  #unreachable(error: Error): Error {
    return Object.assign(
      new ServiceUnavailableError(
        `Cannot reach ${this.address}: ${classifyFailure(error).message}`,
      ),
      { cause: error },
    );
  }

  async #sendApi(context: k8s.RequestContext): Promise<k8s.ResponseContext> {
    const url = new URL(context.getUrl());
    const basePath = trimSlash(this.#base.pathname);
    const limit = AbortSignal.timeout(API_TIMEOUT_MS);
    const signal = context.getSignal();
    const body = context.getBody();
    if (body !== undefined && typeof body !== 'string') {
      throw new TypeError('Only text can be sent to a cluster');
    }
    const response = await this.request(
      url.pathname.slice(basePath.length) + url.search,
      {
        method: context.getHttpMethod() as ClusterRequest['method'],
        headers: lowerCaseKeys(context.getHeaders()),
        body,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      },
    );
    const text = await readText(response.body);
    return new k8s.ResponseContext(
      response.status,
      Object.fromEntries(
        Object.entries(response.headers).map(([k, v]) => [k, v ?? '']),
      ),
      { text: async () => text, binary: async () => Buffer.from(text) },
    );
  }
}

function isReset(error: Error): boolean {
  return /ECONNRESET|EPIPE/.test((error as NodeJS.ErrnoException).code ?? '');
}

function flatHeaders(
  headers: http.IncomingHttpHeaders,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

function lowerCaseKeys(
  headers: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function trimSlash(text: string): string {
  return text.replace(/\/+$/, '');
}

function leadSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
