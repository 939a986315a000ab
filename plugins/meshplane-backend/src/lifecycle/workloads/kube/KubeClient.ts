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

import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { ClusterConnection } from '@meshplane/plugin-meshplane-node';
import { z } from 'zod';
import { kubeJson, KubeRefusal } from '../../../manifests/kubeJson';

/** Owner of the fields that lifecycle operations change. */
export const FIELD_MANAGER = 'meshplane';

const PAGE_SIZE = 250;

const listSchema = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }).prefault({}),
  items: z
    .array(z.unknown())
    .nullish()
    .transform(items => items ?? []),
});

/** Reads and patches single objects with the errors that people are shown. */
export class KubeClient {
  readonly #connection: ClusterConnection;
  readonly #signal: AbortSignal | undefined;

  constructor(connection: ClusterConnection, signal?: AbortSignal) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /** One object, or undefined if it is not there. */
  async get<S extends z.ZodType>(
    path: string,
    schema: S,
  ): Promise<z.output<S> | undefined> {
    try {
      return schema.parse(await this.#send('GET', path));
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /** All objects below a path, read in pages. */
  async list<S extends z.ZodType>(
    path: string,
    schema: S,
    labelSelector?: string,
  ): Promise<z.output<S>[]> {
    const items: z.output<S>[] = [];
    let token: string | undefined;
    do {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (labelSelector) query.set('labelSelector', labelSelector);
      if (token) query.set('continue', token);
      const page = listSchema.parse(
        await this.#send('GET', `${path}?${query}`),
      );
      for (const item of page.items) items.push(schema.parse(item));
      token = page.metadata.continue || undefined;
    } while (token !== undefined);
    return items;
  }

  /**
   * JSON merge patch: keys with null are removed, all others of the object stay as they are.
   *
   * @returns the object as it is afterwards, or (dry run) would be
   */
  async mergePatch<S extends z.ZodType>(
    path: string,
    patch: object,
    schema: S,
    options: { dryRun?: boolean } = {},
  ): Promise<z.output<S>> {
    const query = new URLSearchParams({ fieldManager: FIELD_MANAGER });
    if (options.dryRun) query.set('dryRun', 'All');
    return schema.parse(
      await this.#send('PATCH', `${path}?${query}`, {
        contentType: 'application/merge-patch+json',
        body: patch,
      }),
    );
  }

  async #send(
    method: 'GET' | 'PATCH',
    path: string,
    sent?: { contentType: string; body: object },
  ): Promise<unknown> {
    try {
      const { value } = await kubeJson(this.#connection, path, {
        method,
        ...(sent && {
          contentType: sent.contentType,
          body: JSON.stringify(sent.body),
        }),
        signal: this.#signal,
      });
      return value;
    } catch (error) {
      if (!(error instanceof KubeRefusal)) throw error;
      throw errorOf(error.status, error.message, path);
    }
  }
}

function errorOf(status: number, message: string, path: string): Error {
  const where = path.split('?')[0];
  const text = `${message} (${where})`;
  switch (status) {
    case 400:
    case 422:
      return new InputError(text);
    case 401:
    case 403:
      return new NotAllowedError(text);
    case 404:
      return new NotFoundError(text);
    case 409:
      return new ConflictError(text);
    case 429:
    case 503:
      return new ServiceUnavailableError(text);
    default:
      return new Error(`The API server answered ${status}: ${text}`);
  }
}
