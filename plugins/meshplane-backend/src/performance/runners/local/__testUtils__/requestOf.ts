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
  type LoadProfileInput,
  loadProfileSchema,
  type Slice,
} from '@meshplane/benchmark/model';
import type {
  LiveState,
  RunnerChoice,
} from '@meshplane/plugin-meshplane-common';
import type { RunnerRequest } from '../../Runner';

/** A request for a load against a URL, with everything that was told of it. */
export function requestOf(
  url: string,
  options: {
    runId?: string;
    seconds?: number;
    rate?: number;
    choice?: RunnerChoice;
    addresses?: Record<string, string[]>;
    load?: Partial<LoadProfileInput>;
    signal?: AbortSignal;
    onSeconds?: (slices: readonly Slice[]) => void;
  } = {},
) {
  const told = {
    live: [] as LiveState[],
    seconds: [] as Slice[],
    messages: [] as string[],
  };
  const rate = options.rate ?? 50;
  const request: RunnerRequest = {
    runId: options.runId ?? 'run-1',
    load: loadProfileSchema.parse({
      name: 'test',
      endpoints: [{ url }],
      load: {
        model: 'open',
        stages: [{ seconds: options.seconds ?? 2, from: rate, to: rate }],
      },
      connections: 2,
      ...options.load,
    }),
    choice: options.choice ?? { type: 'local', generator: 'meshplane' },
    addresses: new Map(
      Object.entries(options.addresses ?? { '127.0.0.1': ['127.0.0.1'] }),
    ),
    stopAtErrorRate: 1,
    signal: options.signal ?? new AbortController().signal,
    onLive: live => told.live.push(live),
    onSeconds: slices => {
      told.seconds.push(...slices);
      options.onSeconds?.(slices);
    },
    onMessage: message => told.messages.push(message),
  };
  return { request, told };
}
