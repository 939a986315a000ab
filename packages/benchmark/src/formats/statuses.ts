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

/** Requests by how they went. */
export interface StatusCounts {
  total: number;
  ok: number;
  errors: Record<string, number>;
  statuses: Record<string, number>;
}

/** Sorts status codes into good and failed; 0 stands for a request that got no answer. */
export function countStatuses(codes: Record<string, number>): StatusCounts {
  const out: StatusCounts = { total: 0, ok: 0, errors: {}, statuses: {} };
  for (const [code, count] of Object.entries(codes)) {
    const status = Number(code);
    out.total += count;
    if (status >= 100) {
      out.statuses[code] = count;
    }
    if (status >= 200 && status < 400) {
      out.ok += count;
    } else {
      const kind = errorKind(status);
      out.errors[kind] = (out.errors[kind] ?? 0) + count;
    }
  }
  return out;
}

/** The kind of error of a status that is no good answer. */
export function errorKind(status: number): string {
  if (status >= 500) {
    return 'http_5xx';
  }
  if (status >= 400) {
    return 'http_4xx';
  }
  return status >= 100 ? 'http_unexpected' : 'socket_error';
}
