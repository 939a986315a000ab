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

import { z } from 'zod';
import { KubeStatusError, ProtocolError, statusSchema } from './errors';
import { LineSplitter } from './lines';
import { openRequest, type RequestContext } from './request';

const eventSchema = z.object({
  type: z.string(),
  object: z.record(z.string(), z.unknown()),
});

const versionedSchema = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().min(1) }),
});

/** A change as the API server tells it; a bookmark only moves the resource version. */
export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: Readonly<Record<string, unknown>>;
  resourceVersion: string;
}

/** How a watch is opened. */
export interface WatchRequest {
  path: string;
  accept: string;
  labelSelector?: string;
  resourceVersion: string;
  timeoutSeconds: number;
  /** Limit for the answer's headers. */
  openTimeoutMs: number;
  idleMs: number;
  maxLineBytes: number;
}

/**
 * Follows a watch until the server ends it.
 *
 * @param onOpen - called once the server has accepted the watch
 * @param onEvent - called in the order of the stream; the next event waits for it
 * @throws KubeStatusError for a refusal and for an ERROR event, ProtocolError for a line that is not an event
 */
export async function followWatch(
  context: RequestContext,
  request: WatchRequest,
  onOpen: () => void,
  onEvent: (event: WatchEvent) => void | Promise<void>,
): Promise<void> {
  const query = new URLSearchParams({
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion: request.resourceVersion,
    timeoutSeconds: String(request.timeoutSeconds),
  });
  if (request.labelSelector) query.set('labelSelector', request.labelSelector);
  const open = await openRequest(
    context,
    `${request.path}?${query}`,
    request.accept,
    request.openTimeoutMs,
  );
  const splitter = new LineSplitter(request.maxLineBytes);
  try {
    onOpen();
    open.expectWithin(request.idleMs, 'event or bookmark');
    for await (const chunk of open.body) {
      open.expectWithin(request.idleMs, 'event or bookmark');
      for (const line of splitter.push(asBuffer(chunk))) {
        const pending = onEvent(parseEvent(line));
        if (pending) await pending;
        if (context.signal.aborted) return;
      }
    }
  } catch (error) {
    throw open.reason() ?? error;
  } finally {
    await open.close();
  }
  const reason = open.reason();
  if (reason) throw reason;
  const rest = splitter.rest();
  if (rest === '' || context.signal.aborted) return;
  // A proxy may drop the last line end; a line that was cut is no broken promise, the watch goes on before it.
  if (!isJson(rest)) throw new Error('The watch was cut within a line');
  await onEvent(parseEvent(rest));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function asBuffer(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}

function parseEvent(line: string): WatchEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ProtocolError(
      `A line of the watch is not JSON: "${line.slice(0, 80)}"`,
    );
  }
  const event = eventSchema.safeParse(value);
  if (!event.success) {
    throw new ProtocolError(
      `A line of the watch is not an event: "${line.slice(0, 80)}"`,
    );
  }
  const { type, object } = event.data;
  if (type === 'ERROR') throw streamError(object);
  if (
    type !== 'ADDED' &&
    type !== 'MODIFIED' &&
    type !== 'DELETED' &&
    type !== 'BOOKMARK'
  ) {
    throw new ProtocolError(
      `The watch sent an event of unknown type "${type}"`,
    );
  }
  const versioned = versionedSchema.safeParse(object);
  if (!versioned.success) {
    throw new ProtocolError(
      `An event of type "${type}" has no resourceVersion`,
    );
  }
  return {
    type,
    object,
    resourceVersion: versioned.data.metadata.resourceVersion,
  };
}

function streamError(object: unknown): KubeStatusError {
  const status = statusSchema.safeParse(object);
  const { code, reason, message } = status.success
    ? status.data
    : { code: undefined, reason: undefined, message: undefined };
  return new KubeStatusError(
    code ?? 500,
    message ?? 'The watch ended with an error',
    { reason, inStream: true },
  );
}
