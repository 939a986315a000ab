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

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** How long the target takes for an answer to `/slow`. */
export const SLOW_MS = 500;

/** A server on loopback that load is sent to. */
export class Target {
  /** Requests that came, by path. */
  readonly hits = new Map<string, number>();
  readonly #server: http.Server;

  private constructor(redirectTo: string) {
    this.#server = http.createServer((request, response) => {
      const { url = '' } = request;
      this.hits.set(url, (this.hits.get(url) ?? 0) + 1);
      if (url === '/away') response.writeHead(302, { location: redirectTo });
      // It is what is measured: an answer that takes its time.
      if (url === '/slow') setTimeout(() => response.end('ok'), SLOW_MS);
      else response.end('ok');
    });
  }

  /**
   * Answers `ok`, on `/slow` after {@link SLOW_MS}, and on `/away` with a redirect.
   *
   * @param redirectTo - where to
   */
  static async start(redirectTo = 'http://127.0.0.1:1/'): Promise<Target> {
    const target = new Target(redirectTo);
    const server = target.#server;
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return target;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `127.0.0.1:port` */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `http://${this.address}`;
  }

  get total(): number {
    return [...this.hits.values()].reduce((sum, one) => sum + one, 0);
  }

  async close() {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
