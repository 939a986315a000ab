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

/** A request below the base address of a connection. */
export interface MetricsRequest {
  method?: 'GET' | 'POST' | 'PATCH';
  /** Starts with a slash. */
  path: string;
  query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** A body in this shape; sets the type of the content. */
  json?: unknown;
  form?: Readonly<Record<string, string>>;
  /** The connection's own limit unless a shorter one is given, milliseconds. */
  timeoutMs?: number;
  /** Bytes of the answer; 16 MiB unless set. */
  maxBytes?: number;
  signal?: AbortSignal;
}

/** An answer, read to its end. */
export interface MetricsResponse {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
}

/** Carries requests of one connection; bounded in time and size, follows no redirects, tells no credentials. */
export interface MetricsTransport {
  /** For messages, without credentials. */
  readonly address: string;
  /** @throws ServiceUnavailableError when there is no answer; any status is an answer */
  send(request: MetricsRequest): Promise<MetricsResponse>;
  close(): void;
}

export const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/** Path and query of a request as they go over the wire. */
export function pathOf({ path, query = {} }: MetricsRequest): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of typeof value === 'object' ? value : [value]) {
      if (one !== undefined) search.append(key, one);
    }
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** Body and its type. */
export function bodyOf({
  json,
  form,
}: MetricsRequest): { body: string; type: string } | undefined {
  if (json !== undefined) {
    return { body: JSON.stringify(json), type: 'application/json' };
  }
  if (form !== undefined) {
    return {
      body: new URLSearchParams(form).toString(),
      type: 'application/x-www-form-urlencoded',
    };
  }
  return undefined;
}
