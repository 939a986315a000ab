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

import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterAccess } from '../../../clusters/ClusterAccess';
import { readText } from '../../../clusters/connections/readText';
import { type Timing, withTimeout } from '../../../clusters/timing';
import type { MetricsTarget } from '../config';
import {
  bodyOf,
  DEFAULT_MAX_BYTES,
  type MetricsRequest,
  type MetricsResponse,
  type MetricsTransport,
  pathOf,
} from './MetricsTransport';

export interface ServiceTransportOptions {
  target: Extract<MetricsTarget, { type: 'service' }>;
  clusters: Pick<ClusterAccess, 'get'>;
  headers?: Readonly<Record<string, string>>;
  timing: Timing;
  /** Of a whole request, milliseconds. */
  timeoutMs: number;
}

/**
 * Requests to a service inside of a cluster through the service proxy of its API server, so that it needs no address of
 * its own outside. The API server keeps the credentials and passes none on.
 */
export class ServiceTransport implements MetricsTransport {
  readonly address: string;
  readonly #options: ServiceTransportOptions;
  readonly #base: string;

  constructor(options: ServiceTransportOptions) {
    this.#options = options;
    const { cluster, namespace, name, port, scheme, path } = options.target;
    this.address = `${scheme}://${name}.${namespace}:${port}${path} in cluster ${cluster}`;
    const service = `${scheme === 'https' ? 'https:' : ''}${name}:${port}`;
    this.#base = `/api/v1/namespaces/${namespace}/services/${service}/proxy${path}`;
  }

  async send(request: MetricsRequest): Promise<MetricsResponse> {
    const { timing, timeoutMs, clusters, target, headers } = this.#options;
    const { connection, health } = clusters.get(target.cluster);
    if (!connection) {
      throw new ServiceUnavailableError(
        `Cannot reach "${this.address}", because the cluster cannot be reached: ${health.message}`,
      );
    }
    const body = bodyOf(request);
    return withTimeout(
      {
        timing,
        timeoutMs: Math.min(request.timeoutMs ?? timeoutMs, timeoutMs),
        subject: `"${this.address}"`,
        signal: request.signal,
      },
      async signal => {
        const response = await connection.request(
          `${this.#base}${pathOf(request)}`,
          {
            method: request.method ?? 'GET',
            headers: {
              accept: 'application/json',
              ...headers,
              ...(body && { 'content-type': body.type }),
            },
            ...(body && { body: body.body }),
            signal,
          },
        );
        const text = await readText(
          response.body,
          request.maxBytes ?? DEFAULT_MAX_BYTES,
        );
        if (response.status >= 300 && response.status < 400) {
          throw new ServiceUnavailableError(
            `"${this.address}" redirects, which is not followed: set "path" to where it answers itself`,
          );
        }
        return { status: response.status, headers: response.headers, text };
      },
    );
  }

  close(): void {
    // The connection belongs to the cluster.
  }
}
