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

import type { KubeConfig } from '@kubernetes/client-node';
import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { type Timing, systemTiming } from '../timing';
import { HttpConnection, type PreparedRequest } from './HttpConnection';

/**
 * How long credentials are used before they are asked for again. Short, so that a rotated token file or an exec plugin
 * is noticed; not zero, because an exec plugin starts a process.
 */
const CREDENTIALS_MS = 10_000;

/** What client-node fills in for a request: headers, TLS material, and an agent if there is a proxy. */
type AppliedOptions = https.RequestOptions & {
  headers: Record<string, string>;
  servername?: string;
};

/**
 * A connection with the current context of a kubeconfig: client certificates, tokens, token files, exec plugins and
 * `proxy-url` as client-node supports them.
 *
 * @param kubeConfig - checked by `loadKubeconfig`; it has a current cluster
 */
export function createKubeconfigConnection(
  kubeConfig: KubeConfig,
  timing: Timing = systemTiming,
): HttpConnection {
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster) {
    throw new Error('The kubeconfig has no current cluster');
  }
  const agents = new AgentCache(Boolean(cluster.proxyUrl));
  let cached: { until: number; prepared: Promise<PreparedRequest> } | undefined;

  async function apply(): Promise<PreparedRequest> {
    const options: AppliedOptions = { headers: {} };
    await kubeConfig.applyToHTTPSOptions(options);
    return {
      headers: options.headers,
      agent: agents.agentFor(cluster!.server, options),
      ...(options.auth && { auth: options.auth }),
    };
  }

  const { server, skipTLSVerify } = cluster;
  const encrypted = server.startsWith('https:');
  return new HttpConnection({
    baseUrl: server,
    address: withoutUserInfo(server),
    tls: tlsState(encrypted, skipTLSVerify),
    timing,
    prepare() {
      if (!cached || cached.until <= timing.now()) {
        const prepared = apply();
        cached = { until: timing.now() + CREDENTIALS_MS, prepared };
        prepared.catch(() => {
          cached = undefined;
        });
      }
      return cached.prepared;
    },
    async inspect(response) {
      if (response.status === 401) {
        cached = undefined;
      }
      return response;
    },
    close: () => agents.close(),
  });
}

function tlsState(encrypted: boolean, skipTLSVerify: boolean | undefined) {
  if (!encrypted) {
    return 'none';
  }
  return skipTLSVerify ? 'unverified' : 'verified';
}

/** Keeps one agent, and thereby its open sockets, for as long as the TLS material stays the same. */
class AgentCache {
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

function withoutUserInfo(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href.replace(/\/$/, '');
}
