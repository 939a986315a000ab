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

import { Agent, request } from 'node:https';
import { request as plainRequest, Agent as PlainAgent } from 'node:http';
import type * as k8s from '@kubernetes/client-node';
import { z } from 'zod';
import type { KubeObject } from './documents';

/** Answer of the API server that is not a success. */
export class ApiError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'ApiError';
  }
}

const statusSchema = z.looseObject({ message: z.string() });
const resourceListSchema = z.looseObject({
  resources: z.array(
    z.looseObject({
      name: z.string(),
      kind: z.string(),
      namespaced: z.boolean(),
    }),
  ),
});

type Resource = { path: string; namespaced: boolean };

export const FIELD_MANAGER = 'meshplane-seed';

/**
 * The few calls that seeding needs, over kept-alive connections: the typed client opens a new TLS connection
 * for each request and throttles nothing, which is too slow for thousands of objects.
 */
export class KubeApi {
  private readonly discovered = new Map<
    string,
    Promise<Map<string, Resource>>
  >();
  private readonly agent: Agent | PlainAgent;

  private constructor(
    private readonly server: URL,
    private readonly headers: Record<string, string>,
    agentOptions: object,
    connections: number,
  ) {
    const pool = { keepAlive: true, maxSockets: connections };
    this.agent =
      server.protocol === 'http:'
        ? new PlainAgent(pool)
        : new Agent({ ...agentOptions, ...pool });
  }

  /** Opens the current context of a kubeconfig; `connections` bounds the parallel requests. */
  static async open(
    config: k8s.KubeConfig,
    connections: number,
  ): Promise<KubeApi> {
    const cluster = config.getCurrentCluster();
    if (!cluster) {
      throw new Error(
        `The kubeconfig's current context "${config.getCurrentContext()}" names no cluster`,
      );
    }
    const options: Parameters<k8s.KubeConfig['applyToHTTPSOptions']>[0] = {
      headers: {},
    };
    await config.applyToHTTPSOptions(options);
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized } = options;
    const servername = cluster.tlsServerName;
    const headers = Object.fromEntries(
      Object.entries(options.headers ?? {}).map(([name, value]) => [
        name,
        String(value),
      ]),
    );
    return new KubeApi(
      new URL(cluster.server),
      headers,
      { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername },
      connections,
    );
  }

  close(): void {
    this.agent.destroy();
  }

  get(path: string): Promise<unknown> {
    return this.call('GET', path);
  }

  /** Server-side apply; a subresource such as `status` takes only that part of the object. */
  async apply(object: KubeObject, subresource?: 'status'): Promise<unknown> {
    const path = await this.pathOf(object);
    const query = new URLSearchParams({
      fieldManager: FIELD_MANAGER,
      force: 'true',
    });
    return this.call(
      'PATCH',
      `${path}${subresource ? `/${subresource}` : ''}?${query}`,
      'application/apply-patch+yaml',
      JSON.stringify(object),
    );
  }

  /** Path of the object, found by discovery: `/apis/apps/v1/namespaces/shop/deployments/cart`. */
  async pathOf(object: KubeObject): Promise<string> {
    const resource = (await this.resources(object.apiVersion)).get(object.kind);
    if (!resource) {
      this.discovered.delete(object.apiVersion);
      throw new ApiError(
        404,
        `the API server serves no kind "${object.kind}" in "${object.apiVersion}"`,
      );
    }
    const { name, namespace } = object.metadata;
    if (resource.namespaced !== (namespace !== undefined)) {
      throw new Error(
        resource.namespaced
          ? `kind "${object.kind}" needs a metadata.namespace`
          : `kind "${object.kind}" is cluster-scoped and takes no metadata.namespace`,
      );
    }
    const root = groupVersionPath(object.apiVersion);
    const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
    return `${root}${scope}/${resource.path}/${encodeURIComponent(name)}`;
  }

  private resources(apiVersion: string): Promise<Map<string, Resource>> {
    let found = this.discovered.get(apiVersion);
    if (!found) {
      found = this.get(groupVersionPath(apiVersion)).then(body => {
        const list = resourceListSchema.parse(body);
        return new Map(
          list.resources
            .filter(resource => !resource.name.includes('/'))
            .map(({ kind, name, namespaced }) => [
              kind,
              { path: name, namespaced },
            ]),
        );
      });
      found.catch(() => this.discovered.delete(apiVersion));
      this.discovered.set(apiVersion, found);
    }
    return found;
  }

  private call(
    method: string,
    path: string,
    contentType?: string,
    body?: string,
  ): Promise<unknown> {
    const prefix = this.server.pathname.replace(/\/$/, '');
    const send = this.server.protocol === 'http:' ? plainRequest : request;
    return new Promise((resolve, reject) => {
      const outgoing = send(
        {
          agent: this.agent,
          host: this.server.hostname.replace(/^\[|\]$/g, ''),
          port: this.server.port || undefined,
          method,
          path: `${prefix}${path}`,
          headers: {
            ...this.headers,
            accept: 'application/json',
            ...(contentType && { 'content-type': contentType }),
          },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const status = response.statusCode ?? 0;
            if (status < 200 || status > 299) {
              reject(new ApiError(status, messageOf(text, status)));
              return;
            }
            try {
              resolve(JSON.parse(text));
            } catch {
              reject(
                new ApiError(status, `answer to ${method} ${path} is not JSON`),
              );
            }
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

function groupVersionPath(apiVersion: string): string {
  return apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
}

function messageOf(text: string, status: number): string {
  try {
    const parsed = statusSchema.safeParse(JSON.parse(text));
    if (parsed.success) {
      return parsed.data.message;
    }
  } catch {
    // Not a Status object: the raw text says more than nothing.
  }
  return text.slice(0, 300) || `HTTP status ${status}`;
}
