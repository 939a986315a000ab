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
import { authorityOf, http2Headers, Http2Request } from './Http2Request';

/** Requests of ordinary HTTP endpoints, by endpoint index. */
export function plainRequests(
  endpoints: readonly PreparedEndpoint[],
): Http2Request[] {
  return endpoints.map(prepared => {
    const headers = requestHeaders(prepared);
    const { body, expectedBody, origin, url } = prepared;
    return {
      headers: {
        ':method': prepared.endpoint.method,
        ':path': requestTarget(prepared),
        ':scheme': origin.secure ? 'https' : 'http',
        ':authority': authorityOf(headers, url),
        ...http2Headers(headers),
        ...(body.length > 0 ? { 'content-length': body.length } : {}),
      },
      body: body.length > 0 ? body : undefined,
      expectedBody,
      judge: answer => prepared.judge(answer.status, answer.bodyMatches),
      statusOf: answer => answer.status,
    };
  });
}
