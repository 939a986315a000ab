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

import type net from 'node:net';

/**
 * The internals of autocannon 9.0.0 that are used. They are no public interface: the version is pinned, and a contract
 * test fails when they change.
 */
export interface AutocannonClient {
  conn: Pick<net.Socket, 'write'> | undefined;
  parser: AutocannonParser;
  reqsMade: number;
  pipelinedRequests: {
    clear(): void;
    peek(): { body: string; headers: { statusCode?: number } } | undefined;
    addByteCount(bytes: number): void;
  };
  requestIterator: {
    requests: object[];
    currentRequest: object;
    currentRequestIndex: number;
  };
  timeoutTicker: { clear(): void; reschedule(milliseconds: number): void };
  _connect(): void;
  _doRequest(): void;
  on(event: 'response', listener: (status: number) => void): void;
  on(event: 'headers', listener: (head: AutocannonHead) => void): void;
}

/** What its parser tells of a head. */
export interface AutocannonHead {
  statusCode: number;
  shouldKeepAlive: boolean;
}

/** Its parser, the pure JavaScript `http-parser-js`. */
export interface AutocannonParser {
  execute(bytes: Buffer): number | Error;
  finish(): Error | undefined;
  reinitialize(type: string): void;
  [callback: number]: (...args: never[]) => unknown;
}

/** Options of its client that are used. */
export interface AutocannonOptions {
  protocol: string;
  hostname: string;
  port: number;
  host: string;
  timeout: number;
  requests: {
    method: string;
    path: string;
    headers: Record<string, string>;
    body: Buffer;
  }[];
  setupClient(client: AutocannonClient): void;
}

interface AutocannonClientClass {
  new (options: AutocannonOptions): AutocannonClient;
  prototype: AutocannonClient;
}

// Loaded when it is first needed: most runs do without it.
export function loadAutocannon(): {
  Client: AutocannonClientClass;
  HTTPParser: {
    RESPONSE: string;
    kOnHeadersComplete: number;
    kOnMessageComplete: number;
  };
} {
  const clientFile = require.resolve('autocannon/lib/httpClient');
  // The very parser that the client uses, which need not be the one that lies beside us.
  const parserFile = require.resolve('http-parser-js', { paths: [clientFile] });
  return {
    Client: require(clientFile),
    HTTPParser: require(parserFile).HTTPParser,
  };
}
