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

import type { ClusterResponse } from '@meshplane/plugin-meshplane-node';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { PORTAL_ERROR } from '../failures';
import type { Timing } from '../timing';
import { HttpConnection } from './HttpConnection';
import { readText } from './readText';

/** Longer errors than this are not written by the proxy. */
const MAX_ERROR_BYTES = 1024 * 1024;

/** How long a token of the portal is used; it is valid for an hour. */
const TOKEN_MS = 60_000;

/** The way in which Backstage's error middleware and the proxy report an error. */
const backstageErrorSchema = z.object({
  error: z.object({ name: z.string().optional(), message: z.string() }),
});

/**
 * A connection through the proxy of the Kubernetes plugin. Errors of the proxy itself are told from answers of the
 * cluster, so that a refused token of the portal is not taken for a refused token of the cluster.
 *
 * @param options - `proxyUrl` without a slash at the end; `getToken` gives a token for the Kubernetes plugin
 */
export function createProxyConnection(options: {
  proxyUrl: string;
  cluster: string;
  getToken(): Promise<string>;
  timing: Timing;
}): HttpConnection {
  const { proxyUrl, cluster, getToken, timing } = options;
  const Agent = proxyUrl.startsWith('https:') ? https.Agent : http.Agent;
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 8 });
  let cached: { until: number; token: Promise<string> } | undefined;

  return new HttpConnection({
    baseUrl: proxyUrl,
    address: `cluster '${cluster}' through the Kubernetes plugin`,
    tls: 'delegated',
    timing,
    async prepare() {
      if (!cached || cached.until <= timing.now()) {
        const token = getToken();
        cached = { until: timing.now() + TOKEN_MS, token };
        token.catch(() => {
          cached = undefined;
        });
      }
      return {
        agent,
        headers: {
          authorization: `Bearer ${await cached.token}`,
          'backstage-kubernetes-cluster': cluster,
        },
      };
    },
    async inspect(response) {
      return response.status < 400 ? response : inspectError(response, cluster);
    },
    close: () => agent.destroy(),
  });
}

async function inspectError(
  response: ClusterResponse,
  cluster: string,
): Promise<ClusterResponse> {
  const text = await readText(response.body, MAX_ERROR_BYTES);
  const message = proxyErrorOf(text);
  if (message !== undefined) {
    throw Object.assign(
      new Error(
        `The Kubernetes plugin could not ask cluster '${cluster}': ${message}`,
      ),
      { name: PORTAL_ERROR },
    );
  }
  return { ...response, body: Readable.from([Buffer.from(text)]) };
}

/** The message, if the proxy wrote the body; an API server answers with a `Status`, which has no `error`. */
function proxyErrorOf(text: string): string | undefined {
  try {
    return backstageErrorSchema.parse(JSON.parse(text)).error.message;
  } catch {
    return undefined;
  }
}
