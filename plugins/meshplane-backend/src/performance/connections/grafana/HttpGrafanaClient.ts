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

import type { z } from 'zod';
import { refusalOf } from '../failures';
import { readAnswer } from '../readAnswer';
import type {
  MetricsRequest,
  MetricsTransport,
} from '../transport/MetricsTransport';
import {
  annotationsSchema,
  boardSchema,
  createdAnnotationSchema,
  datasourcesSchema,
  healthSchema,
  organisationSchema,
  permissionsSchema,
  searchSchema,
} from './answers';
import type {
  AnnotationInput,
  BoardHit,
  GrafanaClient,
  GrafanaDatasource,
} from './GrafanaClient';

/** The classic HTTP API of Grafana under `/api`. */
export class HttpGrafanaClient implements GrafanaClient {
  readonly #transport: MetricsTransport;

  constructor(transport: MetricsTransport) {
    this.#transport = transport;
  }

  health(signal?: AbortSignal) {
    return this.#get({ path: '/api/health', signal }, healthSchema);
  }

  async organisation(signal?: AbortSignal): Promise<string | undefined> {
    const found = await this.#getUnless(
      403,
      { path: '/api/org', signal },
      organisationSchema,
    );
    return found?.name;
  }

  async search(
    query: { q?: string; tag?: string; limit: number },
    signal?: AbortSignal,
  ): Promise<readonly BoardHit[]> {
    const hits = await this.#get(
      {
        path: '/api/search',
        query: {
          type: 'dash-db',
          query: query.q || undefined,
          tag: query.tag,
          limit: String(query.limit),
        },
        signal,
      },
      searchSchema,
    );
    return hits
      .filter(({ type, uid }) => type === 'dash-db' && uid !== '')
      .map(({ uid, title, url, tags, folderTitle }) => ({
        uid,
        title,
        path: url,
        tags,
        ...(folderTitle && { folder: folderTitle }),
      }));
  }

  async board(uid: string, signal?: AbortSignal) {
    const found = await this.#getUnless(
      404,
      { path: `/api/dashboards/uid/${encodeURIComponent(uid)}`, signal },
      boardSchema,
    );
    return (
      found && {
        model: found.dashboard,
        path: found.meta.url ?? `/d/${encodeURIComponent(uid)}`,
        ...(found.meta.folderTitle && { folder: found.meta.folderTitle }),
      }
    );
  }

  async datasources(
    signal?: AbortSignal,
  ): Promise<readonly GrafanaDatasource[]> {
    const found = await this.#getUnless(
      403,
      { path: '/api/datasources', signal },
      datasourcesSchema,
    );
    return (found ?? []).map(({ uid, name, type, url, isDefault }) => ({
      uid,
      name,
      type,
      ...(url && { url }),
      isDefault,
    }));
  }

  async mayAnnotate(signal?: AbortSignal): Promise<boolean | undefined> {
    const found = await this.#getUnless(
      404,
      { path: '/api/access-control/user/permissions', signal },
      permissionsSchema,
    );
    return (
      found && 'annotations:create' in found && 'annotations:write' in found
    );
  }

  async annotate(
    { time, timeEnd, tags, text }: AnnotationInput,
    signal?: AbortSignal,
  ): Promise<number> {
    const { id } = await this.#get(
      {
        method: 'POST',
        path: '/api/annotations',
        json: { time, ...(timeEnd !== undefined && { timeEnd }), tags, text },
        signal,
      },
      createdAnnotationSchema,
    );
    return id;
  }

  async findAnnotation(
    tags: readonly string[],
    signal?: AbortSignal,
  ): Promise<number | undefined> {
    const [newest] = await this.#get(
      {
        path: '/api/annotations',
        query: { type: 'annotation', tags, limit: '1' },
        signal,
      },
      annotationsSchema,
    );
    return newest?.id;
  }

  async changeAnnotation(
    id: number,
    change: { timeEnd?: number; text?: string },
    signal?: AbortSignal,
  ): Promise<void> {
    const response = await this.#transport.send({
      method: 'PATCH',
      path: `/api/annotations/${id}`,
      json: change,
      signal,
    });
    if (response.status !== 200) {
      throw refusalOf(this.#transport.address, response);
    }
  }

  async #get<T>(request: MetricsRequest, schema: z.ZodType<T>): Promise<T> {
    const response = await this.#transport.send(request);
    const { address } = this.#transport;
    if (response.status !== 200) throw refusalOf(address, response);
    return readAnswer(response, schema, `Grafana at "${address}"`);
  }

  /** Undefined for one status that says that there is nothing to read, or not for these credentials. */
  async #getUnless<T>(
    status: number,
    request: MetricsRequest,
    schema: z.ZodType<T>,
  ): Promise<T | undefined> {
    const response = await this.#transport.send(request);
    const { address } = this.#transport;
    if (response.status === status) return undefined;
    if (response.status !== 200) throw refusalOf(address, response);
    return readAnswer(response, schema, `Grafana at "${address}"`);
  }
}
