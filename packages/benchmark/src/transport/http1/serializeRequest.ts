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

import type { PreparedEndpoint } from '../endpoints';
import { requestHeaders, requestTarget } from '../requestHeaders';

/**
 * The bytes of an endpoint's request, made once and sent as often as needed.
 *
 * @throws Error where method or headers are not valid HTTP.
 */
export function serializeRequest(prepared: PreparedEndpoint): Buffer {
  const { method } = prepared.endpoint;
  const headers = requestHeaders(prepared);
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  if (!given.has('host')) {
    headers.unshift(['Host', prepared.url.host]);
  }
  // Methods that usually have a body say its length even when it is empty; a server would wait for one otherwise.
  const needsLength =
    prepared.body.length > 0 || /^(POST|PUT|PATCH)$/i.test(method);
  if (
    needsLength &&
    !given.has('content-length') &&
    !given.has('transfer-encoding')
  ) {
    headers.push(['Content-Length', String(prepared.body.length)]);
  }
  const head = [
    `${method} ${requestTarget(prepared)} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), prepared.body]);
}
