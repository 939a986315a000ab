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
import type { z } from 'zod';
import type { FetchLike } from './MeshplaneApi';
import { SseParser } from './SseParser';

const PLUGIN_ID = 'meshplane';

/** What a {@link MeshplaneClient} needs; Backstage's discovery and fetch APIs fit as they are. @public */
export interface MeshplaneClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  /** Adds credentials to the requests. */
  fetchApi: { fetch: FetchLike };
}

/** Value of a query parameter; left out if undefined or empty, repeated if a list. */
export type QueryValue = string | number | readonly string[] | undefined;

/** Requests to the REST API. Every answer is checked against the schema of its route. */
export class ApiTransport {
  readonly #discovery: MeshplaneClientOptions['discoveryApi'];
  readonly #fetch: FetchLike;

  constructor(options: MeshplaneClientOptions) {
    this.#discovery = options.discoveryApi;
    // Called through the object: a bare reference to window.fetch loses its receiver.
    this.#fetch = (url, init) => options.fetchApi.fetch(url, init);
  }

  /** @param path - parts, not yet escaped */
  async get<T extends z.ZodType>(
    schema: T,
    path: readonly string[],
    query?: object,
  ): Promise<z.output<T>> {
    return check(schema, path, await this.#request(path, { query }));
  }

  /** Sends JSON and gives the checked answer. */
  async post<T extends z.ZodType>(
    schema: T,
    path: readonly string[],
    body: unknown,
  ): Promise<z.output<T>> {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    return check(schema, path, await this.#request(path, { init }));
  }

  /** Sends a request without a body whose answer does not matter. */
  async trigger(path: readonly string[]) {
    await this.#request(path, { init: { method: 'POST' } });
  }

  /**
   * Reads server-sent events until the signal aborts or `onEvent` says that it is the end.
   *
   * @param onEvent - returns true when nothing further is wanted
   * @throws when the connection breaks or the server closes it
   */
  async stream<T extends z.ZodType>(
    schema: T,
    path: readonly string[],
    options: {
      signal: AbortSignal;
      query?: object;
      onEvent: (event: z.output<T>) => boolean;
    },
  ): Promise<void> {
    const { signal, query } = options;
    try {
      const response = await this.#request(path, {
        query,
        init: { signal, headers: { accept: 'text/event-stream' } },
      });
      if (await readEvents(response, schema, options.onEvent)) return;
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    if (!signal.aborted)
      throw new Error('The event stream was closed by the server');
  }

  async #request(
    path: readonly string[],
    options: { query?: object; init?: RequestInit },
  ) {
    const base = await this.#discovery.getBaseUrl(PLUGIN_ID);
    const url = `${base}/v1/${path.map(encodeURIComponent).join('/')}${search(
      (options.query ?? {}) as Record<string, QueryValue>,
    )}`;
    const response = await this.#fetch(url, options.init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

async function check<T extends z.ZodType>(
  schema: T,
  path: readonly string[],
  response: Response,
): Promise<z.output<T>> {
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

/** @returns whether `onEvent` has seen the end */
async function readEvents<T extends z.ZodType>(
  response: Response,
  schema: T,
  onEvent: (event: z.output<T>) => boolean,
) {
  if (!response.body) throw new Error('The event stream has no body');
  let ended = false;
  const parser = new SseParser(({ data }) => {
    const event = schema.safeParse(JSON.parse(data));
    // Event types that a newer server sends are not for this client.
    if (!ended && event.success) ended = onEvent(event.data);
  });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    while (!ended) {
      const { done, value } = await reader.read();
      if (done) return ended;
      parser.push(decoder.decode(value, { stream: true }));
    }
    return ended;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
