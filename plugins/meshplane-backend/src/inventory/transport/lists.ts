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

import { z } from 'zod';
import { ProtocolError } from './errors';
import { readJson, type RequestContext } from './request';

/** Pages of this size take some 20 ms to parse, which keeps the event loop responsive. */
const TARGET_PAGE_LENGTH = 1_500_000;
const MIN_PAGE_SIZE = 20;

// Items are taken as they are: projections check every field that they read, and only those.
const pageSchema = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string().min(1),
    continue: z.string().optional(),
  }),
  // An empty list may come as null.
  items: z
    .array(z.unknown())
    .nullish()
    .transform(items => items ?? []),
});

/** How a list is read. */
export interface ListRequest {
  /** Path without query, such as `/api/v1/pods`. */
  path: string;
  accept: string;
  labelSelector?: string;
  /** Objects of the first page; later pages follow the size of what came. */
  firstPageSize: number;
  maxPageSize: number;
  maxPageBytes: number;
  timeoutMs: number;
  /** Runs one page's request, so that the caller bounds how many run at once. */
  slot<T>(run: () => Promise<T>): Promise<T>;
}

/**
 * Reads a list in pages.
 *
 * @param onPage - takes the raw items of a page; what it throws ends the list
 * @returns the resource version from which a watch goes on
 */
export async function readList(
  context: RequestContext,
  request: ListRequest,
  onPage: (items: readonly unknown[]) => void | Promise<void>,
): Promise<string> {
  let limit = Math.min(request.firstPageSize, request.maxPageSize);
  let token: string | undefined;
  for (;;) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (request.labelSelector) {
      query.set('labelSelector', request.labelSelector);
    }
    if (token) query.set('continue', token);
    const { value, length } = await request.slot(() =>
      readJson(context, `${request.path}?${query}`, {
        accept: request.accept,
        timeoutMs: request.timeoutMs,
        maxBytes: request.maxPageBytes,
      }),
    );
    const page = pageSchema.safeParse(value);
    if (!page.success) {
      throw new ProtocolError(
        `The answer to "${request.path}" is not a Kubernetes list`,
      );
    }
    const { items, metadata } = page.data;
    await onPage(items);
    token = metadata.continue || undefined;
    if (token === undefined) return metadata.resourceVersion;
    if (items.length > 0) {
      const fitting = Math.round(TARGET_PAGE_LENGTH / (length / items.length));
      limit = Math.max(MIN_PAGE_SIZE, Math.min(fitting, request.maxPageSize));
    }
  }
}
