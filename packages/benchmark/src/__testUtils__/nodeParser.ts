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

import type { ParsedMessage } from './ourParser';

/** The part of Node's binding to llhttp that is used here; it has no types since it is no public interface. */
interface NodeHttpParser {
  initialize(type: number, resource: object): void;
  execute(bytes: Buffer): number | Error;
  finish(): number | Error | undefined;
  close(): void;
  [callback: number]: unknown;
}

interface NodeHttpParserClass {
  new (): NodeHttpParser;
  RESPONSE: number;
  kOnHeadersComplete: number;
  kOnBody: number;
  kOnMessageComplete: number;
}

const { HTTPParser } = require('_http_common') as {
  HTTPParser: NodeHttpParserClass;
};

/**
 * What Node's own parser makes of a response that comes in pieces.
 *
 * @param isHead - the request was HEAD
 * @returns the first final message, undefined where the parser rejects it or it is not complete.
 */
export function parseWithNode(
  pieces: Buffer[],
  isHead: boolean,
): ParsedMessage | undefined {
  const parser = new HTTPParser();
  parser.initialize(HTTPParser.RESPONSE, {});
  let current: { status: number; keepAlive: boolean } | undefined;
  let body = Buffer.alloc(0);
  let message: ParsedMessage | undefined;
  parser[HTTPParser.kOnHeadersComplete] = (...args: unknown[]) => {
    const status = args[5] as number;
    current = { status, keepAlive: args[8] as boolean };
    body = Buffer.alloc(0);
    // 1: no body follows.
    return isHead || status === 101 ? 1 : 0;
  };
  parser[HTTPParser.kOnBody] = (chunk: Buffer) => {
    body = Buffer.concat([body, chunk]);
  };
  parser[HTTPParser.kOnMessageComplete] = () => {
    const interim =
      current!.status >= 100 &&
      current!.status < 200 &&
      current!.status !== 101;
    if (!interim && !message) {
      message = { ...current!, body: body.toString('latin1') };
    }
  };
  try {
    for (const piece of pieces) {
      const result = parser.execute(Buffer.from(piece));
      if (message) {
        return message;
      }
      if (result instanceof Error) {
        return undefined;
      }
    }
    parser.finish();
    return message;
  } finally {
    parser.close();
  }
}
