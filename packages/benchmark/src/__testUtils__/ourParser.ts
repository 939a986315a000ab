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

import {
  INVALID,
  NEED_MORE,
  ResponseParser,
} from '../transport/http1/ResponseParser';

/** A response as a parser sees it. */
export interface ParsedMessage {
  status: number;
  keepAlive: boolean;
  body: string;
}

/**
 * What our parser makes of a response that comes in pieces, followed by the end of the connection. The body is checked
 * against a given one, since the parser does not keep it.
 *
 * @returns the first final message, undefined where the parser rejects it or it is not complete.
 */
export function parseWithOurs(
  pieces: Buffer[],
  isHead: boolean,
  expectedBody?: string,
):
  | { status: number; keepAlive: boolean; bodyBytes: number; matches: boolean }
  | undefined {
  const parser = new ResponseParser();
  parser.begin(
    isHead,
    expectedBody === undefined
      ? undefined
      : Buffer.from(expectedBody, 'latin1'),
  );
  const outcome = () => ({
    status: parser.status,
    keepAlive: parser.keepAlive,
    bodyBytes: parser.bodyBytes,
    matches: parser.bodyMatches,
  });
  for (const piece of pieces) {
    // As from a socket: the bytes are overwritten after the call, and do not begin at the buffer's begin.
    const buffer = Buffer.concat([Buffer.from('xx'), piece]);
    const next = parser.execute(buffer, 2, buffer.length);
    buffer.fill(0);
    if (next === INVALID) {
      return undefined;
    }
    if (next !== NEED_MORE) {
      return outcome();
    }
  }
  return parser.finish() ? outcome() : undefined;
}
