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

import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

/** What client-node fills in for a request: headers, TLS material, and an agent if there is a proxy. */
export type AppliedOptions = https.RequestOptions & {
  headers: Record<string, string>;
  servername?: string;
};

/** Keeps one agent, and thereby its open sockets, for as long as the TLS material stays the same. */
export class AgentCache {
  readonly #viaProxy: boolean;
  readonly #retired: (http.Agent | https.Agent)[] = [];
  #current: { key: string; agent: http.Agent | https.Agent } | undefined;

  constructor(viaProxy: boolean) {
    this.#viaProxy = viaProxy;
  }

  agentFor(server: string, options: AppliedOptions): http.Agent | https.Agent {
    const key = keyOf(options);
    if (this.#current?.key === key) {
      return this.#current.agent;
    }
    if (this.#current) {
      // Watches under way go on with the old credentials; only idle sockets are dropped.
      const { agent } = this.#current;
      Object.values(agent.freeSockets).forEach(sockets =>
        sockets?.forEach(socket => socket.destroy()),
      );
      this.#retired.push(agent);
    }
    const agent = this.#viaProxy
      ? (options.agent as https.Agent)
      : createAgent(server, options);
    this.#current = { key, agent };
    return agent;
  }

  close(): void {
    this.#current?.agent.destroy();
    this.#retired.forEach(agent => agent.destroy());
    this.#current = undefined;
  }
}

function keyOf(options: AppliedOptions): string {
  const { ca, cert, key, servername, rejectUnauthorized } = options;
  const hash = createHash('sha256');
  for (const part of [ca, cert, key, servername, rejectUnauthorized]) {
    hash.update(`|${String(part ?? '')}`);
  }
  return hash.digest('hex');
}

function createAgent(
  server: string,
  options: AppliedOptions,
): http.Agent | https.Agent {
  const keepAlive = { keepAlive: true, maxFreeSockets: 8 };
  if (!server.startsWith('https:')) {
    return new http.Agent(keepAlive);
  }
  const { ca, cert, key, servername, rejectUnauthorized } = options;
  return new https.Agent({
    ...keepAlive,
    ca,
    cert,
    key,
    // Undefined would switch off the host name that Node takes from the URL.
    ...(servername && { servername }),
    rejectUnauthorized: rejectUnauthorized ?? true,
  });
}
