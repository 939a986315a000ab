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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  MeshplaneApi,
  OperationDetail,
  OperationState,
} from '@meshplane/plugin-meshplane-common';
import { setTimeout as pause } from 'node:timers/promises';

const ENDED: readonly OperationState[] = [
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
];
/** Wait before the stream is opened anew, or an operation without one is looked at again. */
const RETRY_MS = 2_000;
/** Broken streams in a row until the task gives up. */
const MAX_FAILURES = 30;

/** The part of the client that waiting uses. */
export type WatchedApi = Pick<MeshplaneApi, 'getOperation' | 'streamOperation'>;

/**
 * Follows an operation to its end, its log in the log of the task. A backend that restarts meanwhile is waited for.
 *
 * @returns the operation as it ended
 * @throws Error when the time is over, with what the operation waits for
 */
export async function followOperation(
  api: WatchedApi,
  id: string,
  options: {
    logger: Pick<LoggerService, 'info' | 'warn' | 'error'>;
    timeoutSeconds: number;
    signal?: AbortSignal;
    retryMs?: number;
  },
): Promise<OperationDetail> {
  const { logger, retryMs = RETRY_MS } = options;
  const timeout = AbortSignal.timeout(options.timeoutSeconds * 1000);
  const signal = options.signal
    ? AbortSignal.any([options.signal, timeout])
    : timeout;
  /** Last entry of the log, and failures in a row. */
  const stream: { after?: number; failures: number } = { failures: 0 };
  let told: string | undefined;
  for (;;) {
    const operation = await api.getOperation(id).catch(error => {
      stream.failures += 1;
      if (stream.failures > MAX_FAILURES) throw error;
      return undefined;
    });
    if (operation && ENDED.includes(operation.state)) return operation;
    if (timeout.aborted) throw new Error(timeoutText(id, operation, options));
    options.signal?.throwIfAborted();
    const waits = operation && waitsFor(operation);
    if (waits && waits !== told) {
      logger.info(waits);
      told = waits;
    }
    await api
      .streamOperation(
        id,
        event => {
          stream.failures = 0;
          if (event.type !== 'log') return;
          stream.after = event.entry.seq;
          logger[event.entry.level](event.entry.text);
        },
        {
          signal,
          ...(stream.after !== undefined && { after: stream.after }),
        },
      )
      .catch(() => {
        stream.failures += 1;
      });
    if (!signal.aborted)
      await pause(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

function waitsFor({ state, waiting, id }: OperationDetail) {
  if (state === 'planned')
    return `Operation ${id} waits for an approval: /mesh/operations/${id}`;
  if (waiting)
    return `Operation ${id} waits for somebody to say that the other clusters follow: /mesh/operations/${id}`;
  return undefined;
}

function timeoutText(
  id: string,
  operation: OperationDetail | undefined,
  { timeoutSeconds }: { timeoutSeconds: number },
) {
  return `Operation ${id} has not ended within ${timeoutSeconds} seconds; it is "${
    operation?.state ?? 'unknown'
  }" and goes on without this task: /mesh/operations/${id}`;
}
