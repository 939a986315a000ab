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
import { type Timing, systemTiming } from '../timing';
import { AgentCache, type AppliedOptions } from './AgentCache';
import { HttpConnection, type PreparedRequest } from './HttpConnection';

/**
 * How long credentials are used before they are asked for again. Short, so that a rotated token file or an exec plugin
 * is noticed; not zero, because an exec plugin starts a process.
 */
const CREDENTIALS_MS = 10_000;

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

function withoutUserInfo(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href.replace(/\/$/, '');
}
