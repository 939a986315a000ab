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
import {
  authorityOf,
  GRPC_STATUS_BASE,
  http2Headers,
  Http2Request,
} from './Http2Request';

/** Puts a message into the frame in which gRPC sends it: uncompressed flag, length, message. */
export function grpcFrame(message: Buffer): Buffer {
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  message.copy(frame, 5);
  return frame;
}

/**
 * Unary calls, by endpoint index. The path is `/package.Service/Method`, the body one encoded protobuf message, and
 * `expectBody` one encoded answer.
 */
export function grpcRequests(
  endpoints: readonly PreparedEndpoint[],
): Http2Request[] {
  return endpoints.map(prepared => {
    const headers = requestHeaders(prepared);
    return {
      headers: {
        ':method': 'POST',
        ':path': requestTarget(prepared),
        ':scheme': prepared.origin.secure ? 'https' : 'http',
        ':authority': authorityOf(headers, prepared.url),
        'content-type': 'application/grpc',
        te: 'trailers',
        ...http2Headers(headers),
      },
      body: grpcFrame(prepared.body),
      expectedBody: prepared.expectedBody && grpcFrame(prepared.expectedBody),
      judge: ({ status, grpcStatus, bodyMatches }) => {
        if (status !== 200) {
          // A proxy in between answered, or it is no gRPC server.
          const settlement = prepared.judge(status, true);
          return settlement === 'ok' ? 'http_unexpected' : settlement;
        }
        if (grpcStatus !== '0') {
          return 'grpc_status';
        }
        return bodyMatches ? 'ok' : 'body_mismatch';
      },
      // An answer without a status is what clients report as UNKNOWN (2).
      statusOf: ({ status, grpcStatus }) =>
        status === 200 ? GRPC_STATUS_BASE + grpcCode(grpcStatus) : status,
    };
  });
}

function grpcCode(text: string | undefined): number {
  return text !== undefined && /^\d{1,2}$/.test(text) ? Number(text) : 2;
}
