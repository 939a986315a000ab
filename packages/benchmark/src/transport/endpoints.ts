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

import type { Endpoint, LoadProfile } from '../model/profile';
import type { Settlement } from './Slot';

/** Where connections go. */
export interface Origin {
  /** Scheme, host and port. */
  key: string;
  secure: boolean;
  /** Host name or address, without brackets. */
  host: string;
  port: number;
}

/** An endpoint with everything worked out that does not change from request to request. */
export class PreparedEndpoint {
  readonly name: string;
  readonly url: URL;
  readonly origin: Origin;
  readonly isHead: boolean;
  readonly expectedBody: Buffer | undefined;
  readonly body: Buffer;
  readonly #isExpected = new Uint8Array(1000);

  constructor(
    /** Position in the profile. */
    readonly index: number,
    readonly endpoint: Endpoint,
  ) {
    this.url = new URL(endpoint.url);
    this.name = endpoint.name ?? endpoint.url;
    this.origin = originOf(this.url);
    this.isHead = endpoint.method.toUpperCase() === 'HEAD';
    this.expectedBody =
      endpoint.expectBody === undefined
        ? undefined
        : Buffer.from(endpoint.expectBody);
    this.body = bodyBytes(endpoint);
    for (let status = 100; status < 1000; status++) {
      const expected = endpoint.expectStatus
        ? endpoint.expectStatus.includes(status)
        : status >= 200 && status < 400;
      this.#isExpected[status] = expected ? 1 : 0;
    }
  }

  /** What a complete answer counts as. */
  judge(status: number, bodyMatches: boolean): Settlement {
    if (this.#isExpected[status] === 1) {
      return bodyMatches ? 'ok' : 'body_mismatch';
    }
    if (status >= 400 && status < 500) {
      return 'http_4xx';
    }
    return status >= 500 && status < 600 ? 'http_5xx' : 'http_unexpected';
  }
}

/**
 * Prepares the endpoints of a profile.
 *
 * @throws Error where two endpoints have the same name, since their results could not be told apart.
 */
export function prepareEndpoints(
  profile: Pick<LoadProfile, 'endpoints'>,
): PreparedEndpoint[] {
  const endpoints = profile.endpoints.map(
    (endpoint, index) => new PreparedEndpoint(index, endpoint),
  );
  const names = new Set<string>();
  for (const { name } of endpoints) {
    if (names.has(name)) {
      throw new Error(`Two endpoints have the name "${name}"`);
    }
    names.add(name);
  }
  return endpoints;
}

/** The different places that endpoints are at, in order of appearance. */
export function originsOf(endpoints: readonly PreparedEndpoint[]): Origin[] {
  const origins = new Map<string, Origin>();
  for (const { origin } of endpoints) {
    if (!origins.has(origin.key)) {
      origins.set(origin.key, origin);
    }
  }
  return [...origins.values()];
}

function originOf(url: URL): Origin {
  const secure = url.protocol === 'https:' || url.protocol === 'grpcs:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const usualPort = secure ? 443 : 80;
  const port = url.port === '' ? usualPort : Number(url.port);
  return {
    key: `${url.protocol}//${url.hostname}:${port}`,
    secure,
    host,
    port,
  };
}

function bodyBytes({ body }: Endpoint): Buffer {
  if (!body) {
    return Buffer.alloc(0);
  }
  return 'text' in body
    ? Buffer.from(body.text)
    : Buffer.from(body.base64, 'base64');
}
