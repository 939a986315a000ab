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

import { ResponseError } from '@backstage/errors';
import { topologySchema, type Topology } from '@meshplane/meshes';
import type { z } from 'zod';
import {
  clusterDetailSchema,
  clusterDiagnosisSchema,
  clusterListSchema,
  coveragePageSchema,
  definitionListSchema,
  entityCoverageSchema,
  fleetSchema,
  inventoryKindsSchema,
  inventoryPageSchema,
  meshDetailSchema,
  meshListSchema,
  meshplaneEventSchema,
  namespaceCoverageListSchema,
  rbacSchema,
  type CoverageQuery,
  type InventoryQuery,
  type MeshplaneEvent,
} from '../api';
import type { FetchLike, MeshplaneApi, TopologyQuery } from './MeshplaneApi';
import { SseParser } from './SseParser';

const PLUGIN_ID = 'meshplane';

/** What a {@link MeshplaneClient} needs; Backstage's discovery and fetch APIs fit as they are. @public */
export interface MeshplaneClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  /** Adds credentials to the requests. */
  fetchApi: { fetch: FetchLike };
}

type QueryValue = string | number | readonly string[] | undefined;

/**
 * {@link MeshplaneApi} over HTTP, for browsers and backends. Every answer is checked against the schema of its route,
 * so that a server of another version is noticed here and not deep inside a page.
 *
 * @public
 */
export class MeshplaneClient implements MeshplaneApi {
  readonly #discovery: MeshplaneClientOptions['discoveryApi'];
  readonly #fetch: FetchLike;

  constructor(options: MeshplaneClientOptions) {
    this.#discovery = options.discoveryApi;
    // Called through the object: a bare reference to window.fetch loses its receiver.
    this.#fetch = (url, init) => options.fetchApi.fetch(url, init);
  }

  getClusters() {
    return this.#get(clusterListSchema, ['clusters']);
  }

  getCluster(cluster: string) {
    return this.#get(clusterDetailSchema, ['clusters', cluster]);
  }

  diagnoseCluster(cluster: string) {
    return this.#get(clusterDiagnosisSchema, [
      'clusters',
      cluster,
      'diagnosis',
    ]);
  }

  async reconnectCluster(cluster: string) {
    await this.#request(['clusters', cluster, 'reconnect'], {
      init: { method: 'POST' },
    });
  }

  getRbac() {
    return this.#get(rbacSchema, ['rbac']);
  }

  getFleet() {
    return this.#get(fleetSchema, ['meshes']);
  }

  getMeshes(cluster: string) {
    return this.#get(meshListSchema, ['clusters', cluster, 'meshes']);
  }

  getMesh(cluster: string, mesh: string) {
    return this.#get(meshDetailSchema, ['clusters', cluster, 'meshes', mesh]);
  }

  getCoverage(cluster: string, query: CoverageQuery = {}) {
    return this.#get(
      coveragePageSchema,
      ['clusters', cluster, 'coverage'],
      query as Record<string, QueryValue>,
    );
  }

  getNamespaceCoverage(cluster: string) {
    return this.#get(namespaceCoverageListSchema, [
      'clusters',
      cluster,
      'coverage',
      'namespaces',
    ]);
  }

  getEntityCoverage(entityRef: {
    kind: string;
    namespace: string;
    name: string;
  }) {
    return this.#get(entityCoverageSchema, [
      'entities',
      entityRef.kind,
      entityRef.namespace,
      entityRef.name,
      'coverage',
    ]);
  }

  getInventory(cluster: string, query: InventoryQuery) {
    return this.#get(
      inventoryPageSchema,
      ['clusters', cluster, 'inventory'],
      query as unknown as Record<string, QueryValue>,
    );
  }

  getInventoryKinds(cluster: string) {
    return this.#get(inventoryKindsSchema, [
      'clusters',
      cluster,
      'inventory',
      'kinds',
    ]);
  }

  getTopology(cluster: string, query: TopologyQuery = {}): Promise<Topology> {
    return this.#get(topologySchema, ['clusters', cluster, 'topology'], {
      ...query,
    });
  }

  getDefinitions() {
    return this.#get(definitionListSchema, ['definitions']);
  }

  async streamEvents(
    onEvent: (event: MeshplaneEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const response = await this.#request(['events'], {
        init: { signal, headers: { accept: 'text/event-stream' } },
      });
      await readEvents(response, onEvent);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    if (!signal.aborted)
      throw new Error('The event stream was closed by the server');
  }

  async #get<T extends z.ZodType>(
    schema: T,
    path: readonly string[],
    query?: Record<string, QueryValue>,
  ): Promise<z.output<T>> {
    const response = await this.#request(path, { query });
    const result = schema.safeParse(await response.json());
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    throw new Error(
      `The answer of "/${path.join('/')}" is not what this client expects: ${
        issue.message
      } at "${issue.path.join(
        '.',
      )}"; backend and frontend may be of different versions`,
    );
  }

  async #request(
    path: readonly string[],
    options: { query?: Record<string, QueryValue>; init?: RequestInit },
  ) {
    const base = await this.#discovery.getBaseUrl(PLUGIN_ID);
    const url = `${base}/v1/${path.map(encodeURIComponent).join('/')}${search(
      options.query ?? {},
    )}`;
    const response = await this.#fetch(url, options.init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

function search(query: Record<string, QueryValue>) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value])
      parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

async function readEvents(
  response: Response,
  onEvent: (event: MeshplaneEvent) => void,
) {
  if (!response.body) throw new Error('The event stream has no body');
  const parser = new SseParser(({ data }) => {
    const event = meshplaneEventSchema.safeParse(JSON.parse(data));
    // Event types that a newer server sends are not for this client.
    if (event.success) onEvent(event.data);
  });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
