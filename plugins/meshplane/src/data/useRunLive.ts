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
  LiveState,
  RunDetail,
  TimelinePoint,
} from '@meshplane/plugin-meshplane-common';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { meshplaneApiRef } from '../api/meshplaneApiRef';
import type { StreamState } from './operationStream';
import { performanceKeys } from './performanceKeys';
import { followRun, withSecond } from './runStream';

/** What a run that is under way says of itself. */
export interface RunLive {
  points: readonly TimelinePoint[];
  /** Absent until the load has started. */
  live?: LiveState;
  stream: StreamState;
  /** Why the stream is not there at present. */
  error?: unknown;
}

/** Follows a run from its first second; what the page shows of its state moves with it, and its end refreshes all lists. */
export function useRunLive(id: string): RunLive {
  const { performance } = useApi(meshplaneApiRef);
  const client = useQueryClient();
  const [points, setPoints] = useState<readonly TimelinePoint[]>([]);
  const [live, setLive] = useState<LiveState>();
  const [stream, setStream] = useState<StreamState>('connecting');
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    const abort = new AbortController();
    void followRun(
      performance,
      id,
      {
        onState: state => {
          setStream(state);
          if (state === 'live') setError(undefined);
        },
        onError: setError,
        onEvent: event => {
          switch (event.type) {
            case 'second':
              setPoints(known => withSecond(known, event.point));
              break;
            case 'live':
              setLive(event.live);
              break;
            case 'run':
              client.setQueryData<RunDetail>(
                performanceKeys.run(id),
                known => known && { ...known, ...event.run },
              );
              break;
            default:
              // The result is more than the event says; all of it is read anew.
              void client.invalidateQueries({ queryKey: performanceKeys.all });
          }
        },
      },
      abort.signal,
    );
    return () => abort.abort();
  }, [performance, client, id]);

  return { points, live, stream, error };
}
