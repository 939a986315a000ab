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
  estimateClock,
  runLoad,
  type ClockOffset,
  type ClockSource,
  type LiveView,
  type ShardControl,
  type ShardLoadPlan,
  type ShardMessage,
  type Slice,
} from '@meshplane/benchmark';
import { ownClock } from './referenceClock';
import { watchUse } from './watchUse';

type Unsent = ShardMessage extends infer M
  ? M extends ShardMessage
    ? Omit<M, 'shard' | 'serial'>
    : never
  : never;

/** What a shard needs of the world. */
export interface ShardWorld {
  /** Calls back with what the shard is told, as often as it changes. */
  onControl(listener: (control: ShardControl) => void): void;
  /** Resolves when the message has left. */
  emit(message: ShardMessage): Promise<void>;
  /** Asked only where several shards must begin together. */
  reference(): Promise<ClockSource>;
  /** Ends the load, such as when the pod is to end. */
  signal: AbortSignal;
}

const SECOND = 1000;
/** A start farther ahead is a mistake, and its pod would wait for it in vain. */
const FARTHEST_START_MS = 30 * 60 * SECOND;

/**
 * Makes one share of a load: opens the connections, compares its clock, waits for the start that all shards are told,
 * tells every second, and gives its result. Whatever goes wrong is told too.
 *
 * @returns whether there is a result
 */
export async function runShard(
  plan: ShardLoadPlan,
  shard: number,
  world: ShardWorld,
): Promise<boolean> {
  const tell = teller(shard, world);
  try {
    await makeLoad(plan, shard, world, tell);
    return true;
  } catch (error) {
    await tell({
      type: 'error',
      message: error instanceof Error ? error.message : String(error),
    });
    return false;
  }
}

/** Numbers the messages, and keeps their order. */
function teller(shard: number, world: ShardWorld) {
  let serial = 0;
  let last = Promise.resolve();
  return (message: Unsent): Promise<void> => {
    const numbered = { ...message, shard, serial: serial++ } as ShardMessage;
    last = last.then(() => world.emit(numbered));
    return last;
  };
}

type Tell = ReturnType<typeof teller>;

async function makeLoad(
  plan: ShardLoadPlan,
  shard: number,
  world: ShardWorld,
  tell: Tell,
) {
  if (shard >= plan.shards)
    throw new Error(`There is no shard ${shard} of ${plan.shards}`);
  const cancel = new AbortController();
  const stop = () => cancel.abort();
  world.signal.addEventListener('abort', stop);
  const start = startOf(plan, world, tell, stop);
  // While connections are being opened.
  const comparing =
    plan.shards > 1 ? compareClock(world) : Promise.resolve(undefined);
  comparing.catch(() => {});
  let clock: ClockOffset | undefined;
  let use = watchUse();
  const live = liveTeller(tell, () => use.sample());
  const result = await runLoad(plan.load, {
    id: plan.runId,
    signal: cancel.signal,
    share: { index: shard, of: plan.shards },
    resolve: async host => {
      const pinned = plan.addresses[host];
      if (!pinned) throw new Error(`The address of "${host}" was not checked`);
      return pinned;
    },
    awaitStart: async () => {
      clock = await comparing;
      const offset = clock?.offsetMs ?? 0;
      await tell({ type: 'ready', clock, now: ownClock() + offset });
      const startAt = await start;
      const late = ownClock() + offset - startAt;
      if (late > 0)
        throw new Error(
          `Heard of the start ${Math.ceil(late)} ms after it was to be`,
        );
      if (-late > FARTHEST_START_MS)
        throw new Error(
          `The start lies ${Math.round(
            -late / SECOND,
          )} s ahead, which cannot be meant`,
        );
      await tell({ type: 'armed', startAt });
      use = watchUse();
      return startAt - offset;
    },
    onProgress: live.onProgress,
    onSeconds: live.onSeconds,
    // The whole is judged, not a share of it.
    gates: { shouldAbort: () => undefined, judge: () => [] },
  });
  const offset = clock?.offsetMs ?? 0;
  await tell({
    type: 'result',
    result,
    measuredFrom: Date.parse(result.startedAt!) + offset,
    use: use.end(),
  });
}

async function compareClock(world: ShardWorld): Promise<ClockOffset> {
  try {
    return await estimateClock(await world.reference());
  } catch (error) {
    throw new Error(
      `The clock could not be compared with that of the API server: ${
        error instanceof Error ? error.message : String(error)
      }. Shards of one load must begin together: let their pods reach the API server, or take one shard`,
    );
  }
}

/** Listens to what the shard is told; resolves with the begin, and rejects if that does not come. */
function startOf(
  { startTimeoutSeconds }: ShardLoadPlan,
  world: ShardWorld,
  tell: Tell,
  stop: () => void,
): Promise<number> {
  let prepared = false;
  const start = new Promise<number>((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(new Error(`Was not told to start in ${startTimeoutSeconds} s`)),
      startTimeoutSeconds * SECOND,
    );
    timer.unref();
    world.onControl(control => {
      if (control.stop) stop();
      if (control.prepare && !prepared) {
        prepared = true;
        void tell({ type: 'prepared' });
      }
      if (control.startAt !== undefined) {
        clearTimeout(timer);
        resolve(control.startAt);
      }
    });
  });
  start.catch(() => {});
  return start;
}

/** Tells once a second what the engine says in two parts. */
function liveTeller(tell: Tell, onTold: () => void) {
  let seconds: Slice[] = [];
  return {
    onProgress(view: LiveView) {
      const { phase, elapsedSeconds } = view;
      // The seconds come right after.
      queueMicrotask(() => {
        const slices = seconds;
        seconds = [];
        onTold();
        void tell({ type: 'live', phase, elapsedSeconds, slices });
      });
    },
    onSeconds(slices: Slice[]) {
      seconds = seconds.concat(slices);
    },
  };
}
