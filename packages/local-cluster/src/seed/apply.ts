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

import { setTimeout as pause } from 'node:timers/promises';
import type { SeedObject } from './expand';
import { ApiError, type KubeApi } from './kube-api';

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 100;

/**
 * Worth another try: the server is busy or restarting, or a kind that was established a moment ago is not
 * in its discovery yet.
 */
function isTransient(error: unknown): boolean {
  if (error instanceof ApiError) {
    return error.status === 404 || error.status === 429 || error.status >= 500;
  }
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'EPIPE';
}

async function withRetries(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransient(error)) {
        throw error;
      }
    }
    await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
  }
}

/** Applies one object, and its status through the status subresource when the scenario gives one. */
export async function applyObject(
  api: KubeApi,
  { object, file }: SeedObject,
): Promise<void> {
  const { status, ...body } = object;
  try {
    await withRetries(() => api.apply(body));
    if (status !== undefined) {
      const { apiVersion, kind, metadata } = object;
      const { name, namespace } = metadata;
      await withRetries(() =>
        api.apply(
          {
            apiVersion,
            kind,
            metadata: { name, ...(namespace && { namespace }) },
            status,
          },
          'status',
        ),
      );
    }
  } catch (error) {
    const { kind, metadata } = object;
    const place = metadata.namespace
      ? ` in namespace "${metadata.namespace}"`
      : '';
    throw new Error(
      `Applying ${kind} "${metadata.name}"${place} from "${file}" failed: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}
