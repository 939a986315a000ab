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

import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { WebResponse } from './WebClient';
import { withoutQuery } from './WebClient';

/**
 * Passes a body on as long as it stays within a limit.
 *
 * @param what - for messages, such as `The index of "https://…"`
 * @throws InputError over the limit, ServiceUnavailableError when it breaks off
 */
export async function* limited(
  response: WebResponse,
  maxBytes: number,
  what: string,
): AsyncGenerator<Buffer> {
  const tooLarge = () =>
    new InputError(`${what} is larger than the limit of ${maxBytes} bytes`);
  const declared = Number(response.headers['content-length']);
  if (declared > maxBytes) {
    response.body.destroy();
    throw tooLarge();
  }
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge();
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new ServiceUnavailableError(
      `${what} broke off after ${bytes} bytes: ${(error as Error).message}`,
    );
  } finally {
    response.body.destroy();
  }
  if (declared > bytes) {
    throw new ServiceUnavailableError(
      `${what} broke off after ${bytes} of ${declared} bytes`,
    );
  }
}

/** The whole body, within a limit. */
export async function readLimited(
  response: WebResponse,
  maxBytes: number,
  what: string,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of limited(response, maxBytes, what)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws ServiceUnavailableError for an answer that is not a success */
export function expectOk(response: WebResponse, what: string): WebResponse {
  if (response.status >= 200 && response.status < 300) return response;
  response.body.destroy();
  const { status } = response;
  const hint =
    status === 401 || status === 403
      ? '. Check "username" and "password" of the repository in "meshplane.charts.repositories"'
      : '';
  throw new ServiceUnavailableError(
    `${what} at "${withoutQuery(
      response.url,
    )}" was answered with HTTP status ${status}${hint}`,
  );
}
