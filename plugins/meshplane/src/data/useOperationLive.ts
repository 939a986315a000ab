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

import { useApi } from '@backstage/core-plugin-api';
import type {
  OperationDetail,
  OperationEvent,
  OperationLogEntry,
} from '@meshplane/plugin-meshplane-common';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { meshplaneApiRef } from '../api/meshplaneApiRef';
import { operationKeys } from './operationKeys';
import { followOperation, mergeLog, type StreamState } from './operationStream';

/** Log of an operation as it grows. */
export interface OperationLive {
  entries: readonly OperationLogEntry[];
  stream: StreamState;
  /** Why the log cannot be read at present. */
  error?: unknown;
}

/** Puts what an event says into the operation that is shown; the rest of it stays. */
export function applyEvent(
  operation: OperationDetail | undefined,
  event: OperationEvent,
): OperationDetail | undefined {
  if (!operation || event.type !== 'update') return operation;
  return { ...operation, ...event.operation, steps: event.steps };
}

/**
 * Follows an operation: the log grows and the steps move without a reload. When its state changes, the operation is read
 * again, because what may be done next and the result are not part of the events.
 */
export function useOperationLive(operation: OperationDetail): OperationLive {
  const api = useApi(meshplaneApiRef);
  const client = useQueryClient();
  const { id } = operation;
  // A parent has no log of its own to wait for; a plan gets its first entries when it is approved.
  const isOver = operation.state !== 'running';
  const [entries, setEntries] = useState<readonly OperationLogEntry[]>([]);
  const [stream, setStream] = useState<StreamState>('connecting');
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    const abort = new AbortController();
    void followOperation(
      api,
      id,
      isOver,
      {
        onEntries: more => {
          setError(undefined);
          setEntries(known => mergeLog(known, more));
        },
        onState: setStream,
        onError: setError,
        onEvent: event => {
          const key = operationKeys.detail(id);
          const before = client.getQueryData<OperationDetail>(key);
          client.setQueryData<OperationDetail>(key, known =>
            applyEvent(known, event),
          );
          const isNews =
            event.type === 'end' ||
            (event.type === 'update' &&
              (event.operation.state !== before?.state ||
                event.operation.waiting !== before?.waiting));
          if (isNews) {
            void client.invalidateQueries({ queryKey: operationKeys.all });
          }
        },
      },
      abort.signal,
    );
    return () => abort.abort();
  }, [api, client, id, isOver]);

  return { entries, stream, error };
}
