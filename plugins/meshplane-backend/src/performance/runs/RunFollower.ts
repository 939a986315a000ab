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

import type { Slice } from '@meshplane/benchmark/model';
import type { LiveState } from '@meshplane/plugin-meshplane-common';
import type { RunRow } from '../stores/model';
import type { RunWatchEvent } from './RunService';
import { LiveOfSeconds, timelinePointOf } from './timeline';

/** Takes an event; the next one waits for it. */
export type OnRunEvent = (event: RunWatchEvent) => void | Promise<void>;

/** What one follower has heard so far. */
export class RunFollower {
  lastSecond = -1;
  #row = '';
  #live: LiveState | undefined;
  readonly #onEvent: OnRunEvent;
  readonly #remote: LiveOfSeconds;

  constructor(onEvent: OnRunEvent, plannedSeconds: number) {
    this.#onEvent = onEvent;
    this.#remote = new LiveOfSeconds(plannedSeconds);
  }

  async row(run: RunRow, positionOf: () => Promise<number | undefined>) {
    const queuePosition = await positionOf();
    // A lease that is renewed is no news.
    const text = JSON.stringify({ ...run, lease: undefined, queuePosition });
    if (text === this.#row) return;
    this.#row = text;
    await this.#onEvent({
      type: 'run',
      run,
      ...(queuePosition !== undefined && { queuePosition }),
    });
  }

  async seconds(slices: readonly Slice[], isRemote: boolean) {
    for (const slice of slices) {
      this.lastSecond = Math.max(this.lastSecond, slice.second);
      await this.#onEvent({ type: 'second', point: timelinePointOf(slice) });
    }
    const live = this.#remote.add(slices);
    if (live && isRemote) await this.#onEvent({ type: 'live', live });
  }

  async live(live: LiveState) {
    if (live === this.#live) return;
    this.#live = live;
    await this.#onEvent({ type: 'live', live });
  }
}
