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

import type { PreparedEndpoint } from './endpoints';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Name that servers see, so that operators can tell a load test from an attack. */
export const USER_AGENT = 'meshplane-benchmark';

/**
 * The headers of an endpoint's request that do not depend on the protocol: those of the profile, cookies and user
 * agent. Names keep their case.
 *
 * @throws Error that quotes the header or method that HTTP does not allow.
 */
export function requestHeaders(
  prepared: PreparedEndpoint,
): [name: string, value: string][] {
  const { method, headers, cookies } = prepared.endpoint;
  if (!TOKEN.test(method)) {
    throw new Error(`"${method}" is no HTTP method`);
  }
  const result: [string, string][] = Object.entries(headers);
  const given = new Set(result.map(([name]) => name.toLowerCase()));
  if (!given.has('user-agent')) {
    result.push(['User-Agent', USER_AGENT]);
  }
  const pairs = Object.entries(cookies);
  if (pairs.length > 0) {
    const text = pairs.map(([name, value]) => `${name}=${value}`).join('; ');
    const existing = result.find(([name]) => name.toLowerCase() === 'cookie');
    if (existing) {
      existing[1] = `${existing[1]}; ${text}`;
    } else {
      result.push(['Cookie', text]);
    }
  }
  for (const [name, value] of result) {
    if (!TOKEN.test(name)) {
      throw new Error(`"${name}" is no name of an HTTP header`);
    }
    if (!VALUE.test(value)) {
      throw new Error(
        `The value of header "${name}" has characters that HTTP does not allow`,
      );
    }
  }
  return result;
}

/** Path and query as they go into the request. */
export function requestTarget({ url }: PreparedEndpoint): string {
  return `${url.pathname}${url.search}`;
}
