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

import { ApiException } from '@kubernetes/client-node';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { readText } from '../../../clusters/connections/readText';
import { requestJson } from '../../../clusters/connections/requestJson';

/** Kinds that runners make or look at, with the place of their API. */
const PLACES = {
  jobs: '/apis/batch/v1',
  pods: '/api/v1',
  secrets: '/api/v1',
  configmaps: '/api/v1',
  events: '/api/v1',
  testruns: '/apis/k6.io/v1alpha1',
} as const;
export type Resource = keyof typeof PLACES;

const MAX_ERROR = 64 * 1024;
const madeSchema = z.object({
  metadata: z.object({ name: z.string(), uid: z.string() }),
});
/** An object as the API server has made it. */
export type Made = z.infer<typeof madeSchema>;

/** Requests about objects of one namespace; refusals say what is missing. */
export class NamespaceApi {
  constructor(
    private readonly connection: ClusterConnection,
    readonly cluster: string,
    readonly namespace: string,
  ) {}

  create(resource: Resource, body: object): Promise<Made> {
    return this.#send(`create ${resource}`, () =>
      requestJson(this.connection, this.#path(resource), madeSchema, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  }

  get<T>(resource: Resource, name: string, schema: z.ZodType<T>): Promise<T> {
    return this.#send(`get ${resource}`, () =>
      requestJson(this.connection, this.#path(resource, name), schema),
    );
  }

  /** @param selector - of labels, or of fields where it is given as `field=…` in `by` */
  async list<T>(
    resource: Resource,
    item: z.ZodType<T>,
    by: { labels?: string; fields?: string },
  ): Promise<T[]> {
    const query = new URLSearchParams({
      limit: '500',
      ...(by.labels && { labelSelector: by.labels }),
      ...(by.fields && { fieldSelector: by.fields }),
    });
    const { items } = await this.#send(`list ${resource}`, () =>
      requestJson(
        this.connection,
        `${this.#path(resource)}?${query}`,
        z.object({ items: z.array(item) }),
      ),
    );
    return items;
  }

  patch(resource: Resource, name: string, change: object): Promise<Made> {
    return this.#send(`patch ${resource}`, () =>
      requestJson(this.connection, this.#path(resource, name), madeSchema, {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify(change),
      }),
    );
  }

  /** Deletes an object and what it owns; one that is not there is fine. */
  async remove(resource: Resource, name: string): Promise<void> {
    try {
      await this.#send(`delete ${resource}`, () =>
        requestJson(this.connection, this.#path(resource, name), z.unknown(), {
          method: 'DELETE',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ propagationPolicy: 'Background' }),
        }),
      );
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** Reads the log of a container to its end, as it is written. */
  async followLog(
    pod: string,
    container: string,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const query = new URLSearchParams({ container, follow: 'true' });
    const path = `${this.#path('pods', pod)}/log?${query}`;
    const response = await this.connection.request(path, { signal });
    if (response.status >= 300)
      throw this.#refusal(
        'read pods/log',
        response.status,
        await readText(response.body, MAX_ERROR),
      );
    const decoder = new TextDecoder();
    for await (const chunk of response.body)
      onText(decoder.decode(chunk, { stream: true }));
  }

  #path(resource: Resource, name?: string): string {
    const base = `${PLACES[resource]}/namespaces/${encodeURIComponent(
      this.namespace,
    )}/${resource}`;
    return name === undefined ? base : `${base}/${encodeURIComponent(name)}`;
  }

  async #send<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiException)) throw error;
      throw this.#refusal(doing, error.code, String(error.body));
    }
  }

  #refusal(doing: string, code: number, body: string): Error {
    const why = statusMessage(body);
    const where = `namespace "${this.namespace}" of cluster "${this.cluster}"`;
    const hint =
      code === 403 && !/quota/.test(why)
        ? '. The ClusterRole for the feature "performance" grants it: set "meshplane.features.performance" and apply the generated roles'
        : '';
    return Object.assign(
      new Error(`It is not possible to ${doing} in ${where}: ${why}${hint}`),
      { code },
    );
  }
}

export function isNotFound(error: unknown): boolean {
  return (error as { code?: unknown }).code === 404;
}

function statusMessage(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    if (typeof message === 'string' && message) return message;
  } catch {
    // Not a Status: some proxy has answered.
  }
  return body.trim().slice(0, 300) || 'no reason was given';
}
