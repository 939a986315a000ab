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

import type { Response } from 'express';

const KEEP_ALIVE_MS = 20_000;

/** Begins an answer of server-sent events. */
export function openEventStream(response: Response) {
  response.status(200).set({
    'Content-Type': 'text/event-stream',
    // `no-transform` also keeps the compression middleware away, which would hold small events back.
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
}

/**
 * Writes to a stream and waits until the reader can take more.
 *
 * @returns resolves at once when the reader keeps up or has gone
 */
export async function writeToStream(
  response: Response,
  text: string,
): Promise<void> {
  if (response.destroyed || response.writableEnded) return;
  if (response.write(text)) return;
  await new Promise<void>(resolve => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/**
 * Serves a stream until it is over, the reader has gone or may no longer see it: permissions may be withdrawn and
 * credentials expire while it is open.
 */
export async function serveEvents(
  response: Response,
  options: {
    mayContinue(): Promise<boolean>;
    serve(signal: AbortSignal): Promise<void>;
  },
): Promise<void> {
  openEventStream(response);
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.on('error', () => gone.abort());
  const keepAlive = setInterval(() => {
    writeToStream(response, ': heartbeat\n\n');
    options.mayContinue().then(
      may => {
        if (!may) gone.abort();
      },
      // Not to be able to ask is not a yes.
      () => gone.abort(),
    );
  }, KEEP_ALIVE_MS);
  try {
    await options.serve(gone.signal);
  } finally {
    clearInterval(keepAlive);
    response.end();
  }
}
