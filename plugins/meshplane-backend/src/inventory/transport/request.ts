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

import type {
  ClusterConnection,
  ClusterResponse,
} from '@meshplane/plugin-meshplane-node';
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type { Clock } from '../clock';
import { KubeStatusError, ProtocolError, statusSchema } from './errors';

/** Most bytes of an error's body that are read for its message. */
const MAX_ERROR_BYTES = 64 * 1024;

/** What a request needs from its surroundings. */
export interface RequestContext {
  connection: ClusterConnection;
  clock: Clock;
  signal: AbortSignal;
}

/** A running request that ends with its parent signal or by itself. */
export interface OpenRequest {
  body: Readable;
  /** Calls {@link OpenRequest.abort} if nothing calls it again within so many milliseconds. */
  expectWithin(milliseconds: number, what: string): void;
  /** The reason why the request was aborted from here, if it was. */
  reason(): Error | undefined;
  /** Frees the socket; resolves when it is closed. */
  close(): Promise<void>;
}

/**
 * Sends a GET and answers when the headers say success.
 *
 * @param timeoutMs - limit for the headers; the body is watched with {@link OpenRequest.expectWithin}
 * @throws KubeStatusError for any other answer, with the message of the API server
 */
export async function openRequest(
  context: RequestContext,
  path: string,
  accept: string,
  timeoutMs: number,
): Promise<OpenRequest> {
  const { connection, clock, signal } = context;
  const controller = new AbortController();
  let cancelTimer = () => {};
  let failure: Error | undefined;
  let body: Readable | undefined;
  const abort = (reason?: Error) => {
    failure ??= reason;
    controller.abort(reason);
    body?.destroy();
  };
  const onParentAbort = () => abort();
  const expectWithin = (milliseconds: number, what: string) => {
    cancelTimer();
    cancelTimer = clock.schedule(
      () =>
        abort(
          new Error(
            `No ${what} from ${connection.address} within ${
              milliseconds / 1000
            } s`,
          ),
        ),
      milliseconds,
    );
  };
  const release = () => {
    cancelTimer();
    signal.removeEventListener('abort', onParentAbort);
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', onParentAbort);
  expectWithin(timeoutMs, 'answer');
  try {
    const response = await untilAborted(
      connection.request(path, {
        headers: { accept },
        signal: controller.signal,
      }),
      controller.signal,
    );
    body = response.body;
    // Without a listener, an error after the last read would end the process.
    body.on('error', () => {});
    if (controller.signal.aborted) body.destroy();
    const open: OpenRequest = {
      body,
      expectWithin,
      reason: () => failure,
      close: async () => {
        release();
        const stream = response.body;
        const closed = stream.closed
          ? Promise.resolve()
          : finished(stream, { cleanup: true }).catch(() => {});
        if (!stream.readableEnded) abort();
        else stream.destroy();
        await closed;
      },
    };
    if (response.status === 200) return open;
    try {
      throw await statusError(response.status, response.headers, open);
    } finally {
      await open.close();
    }
  } catch (error) {
    release();
    throw failure ?? error;
  }
}

/** Ends in time even if the connection does not heed its signal. */
function untilAborted(
  answer: Promise<ClusterResponse>,
  signal: AbortSignal,
): Promise<ClusterResponse> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error('The request was aborted'));
    signal.addEventListener('abort', onAbort);
    answer
      .then(response => {
        if (signal.aborted) response.body.on('error', () => {}).destroy();
        resolve(response);
      }, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}

async function statusError(
  status: number,
  headers: Record<string, string | undefined>,
  open: OpenRequest,
): Promise<KubeStatusError> {
  const text = await readText(open, MAX_ERROR_BYTES).catch(() => '');
  const retryAfter = Number(headers['retry-after']);
  const parsed = statusSchema.safeParse(parseOrUndefined(text));
  const message =
    (parsed.success && parsed.data.message) ||
    text.trim().slice(0, 300) ||
    `HTTP status ${status}`;
  return new KubeStatusError(status, message, {
    reason: parsed.success ? parsed.data.reason : undefined,
    retryAfterSeconds:
      Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
  });
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readText(open: OpenRequest, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of open.body) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    bytes += part.length;
    if (bytes > maxBytes) {
      throw new ProtocolError(
        `The answer is longer than the limit of ${maxBytes} bytes`,
      );
    }
    chunks.push(part);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}

/**
 * Reads one JSON document.
 *
 * @param timeoutMs - limit for the whole answer
 * @throws ProtocolError if it is not JSON or longer than `maxBytes`
 */
export async function readJson(
  context: RequestContext,
  path: string,
  options: { accept: string; timeoutMs: number; maxBytes: number },
): Promise<{ value: unknown; length: number }> {
  const open = await openRequest(
    context,
    path,
    options.accept,
    options.timeoutMs,
  );
  let text: string;
  try {
    open.expectWithin(options.timeoutMs, 'complete answer');
    text = await readText(open, options.maxBytes);
    context.signal.throwIfAborted();
  } catch (error) {
    throw open.reason() ?? error;
  } finally {
    await open.close();
  }
  try {
    return { value: JSON.parse(text), length: text.length };
  } catch {
    throw new ProtocolError(
      `The answer to "${path}" is not JSON: "${text.slice(0, 80)}"`,
    );
  }
}
