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

import type {
  ClusterConnection,
  ClusterRequest,
} from '@meshplane/plugin-meshplane-node';
import { readText } from '../clusters/connections/readText';
import { KubeStatusError, statusSchema } from '../inventory/transport/errors';

const TIMEOUT_MS = 30_000;

export interface KubeJsonOptions {
  readonly method?: ClusterRequest['method'];
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/** A refusal with what the API server said about it. */
export class KubeRefusal extends KubeStatusError {
  constructor(
    status: number,
    message: string,
    /** The `Status` object, where the answer was one. */
    readonly answer: unknown,
    reason?: string,
  ) {
    super(status, message, { reason });
    this.name = 'KubeRefusal';
  }
}

/** {@link kubeText}, parsed; undefined for what is not JSON. */
export async function kubeJson(
  connection: ClusterConnection,
  path: string,
  options: KubeJsonOptions = {},
): Promise<{ status: number; value: unknown }> {
  const { status, text } = await kubeText(connection, path, options);
  return { status, value: parseOrUndefined(text) };
}

/**
 * One request to the API with a JSON answer, as its text.
 *
 * @throws KubeRefusal when the status is not 2xx
 */
export async function kubeText(
  connection: ClusterConnection,
  path: string,
  options: KubeJsonOptions = {},
): Promise<{ status: number; text: string }> {
  const limit = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const { signal } = options;
  const response = await connection.request(path, {
    method: options.method ?? 'GET',
    headers: {
      accept: options.accept ?? 'application/json',
      ...(options.contentType && { 'content-type': options.contentType }),
    },
    ...(options.body !== undefined && { body: options.body }),
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  const text = await readText(response.body, options.maxBytes);
  if (response.status < 200 || response.status > 299) {
    const value = parseOrUndefined(text);
    const status = statusSchema.safeParse(value);
    throw new KubeRefusal(
      response.status,
      (status.success && status.data.message) ||
        text.trim().slice(0, 300) ||
        `HTTP status ${response.status}`,
      value,
      status.success ? status.data.reason : undefined,
    );
  }
  return { status: response.status, text };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the API server answered with this status. */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof KubeStatusError && error.status === status;
}
