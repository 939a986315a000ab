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
  MeshplaneApi,
  OperationDetail,
  OperationState,
} from '@meshplane/plugin-meshplane-common';
import { followToEnd, type FollowOptions } from '../following/followToEnd';

const ENDED: readonly OperationState[] = [
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
];

/** The part of the client that waiting uses. */
export type WatchedApi = Pick<MeshplaneApi, 'getOperation' | 'streamOperation'>;

/**
 * Follows an operation to its end, its log in the log of the task. A backend that restarts meanwhile is waited for.
 *
 * @returns the operation as it ended
 * @throws Error when the time is over, with what the operation waits for
 */
export function followOperation(
  api: WatchedApi,
  id: string,
  options: FollowOptions,
): Promise<OperationDetail> {
  const { logger, timeoutSeconds } = options;
  /** Last entry of the log. */
  let after: number | undefined;
  return followToEnd(
    {
      read: () => api.getOperation(id),
      hasEnded: ({ state }) => ENDED.includes(state),
      waitsFor,
      stream: (signal, alive) =>
        api.streamOperation(
          id,
          event => {
            alive();
            if (event.type !== 'log') return;
            after = event.entry.seq;
            logger[event.entry.level](event.entry.text);
          },
          { signal, ...(after !== undefined && { after }) },
        ),
      timeoutText: operation =>
        `Operation ${id} has not ended within ${timeoutSeconds} seconds; it is "${
          operation?.state ?? 'unknown'
        }" and goes on without this task: /mesh/operations/${id}`,
    },
    options,
  );
}

function waitsFor({ state, waiting, id }: OperationDetail) {
  if (state === 'planned')
    return `Operation ${id} waits for an approval: /mesh/operations/${id}`;
  if (waiting)
    return `Operation ${id} waits for somebody to say that the other clusters follow: /mesh/operations/${id}`;
  return undefined;
}
