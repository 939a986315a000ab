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

import type { ShardMessage } from '@meshplane/benchmark';
import { ShardLineReader } from '@meshplane/benchmark';
import type { Timing } from '../../../clusters/timing';
import type { NamespaceApi } from '../kube/NamespaceApi';
import { RUN_LABEL, runKey } from '../kube/names';
import {
  containerState,
  endOf,
  eventSchema,
  type Pod,
  podSchema,
  troubleOf,
} from '../kube/objects';
import { CONTAINER } from './jobManifest';

const INDEX = 'batch.kubernetes.io/job-completion-index';
const SECOND = 1000;
/** Trouble that may pass is waited for this long before it is told, or a quarter of what a start may take. */
const MAX_DOUBT_MS = 30 * SECOND;
const REJOIN_MS = SECOND;

/** A shard as its pod and its log show it. */
export interface ShardView {
  index: number;
  pod?: Pod;
  /** Its log was read to the end, and its container has ended. */
  over: boolean;
  lines: ShardLineReader;
}

/** Options of {@link PodBoard}. */
export interface PodBoardOptions {
  api: NamespaceApi;
  runId: string;
  jobName: string;
  shards: number;
  startTimeoutMs: number;
  timing: Timing;
  signal: AbortSignal;
  onMessage(message: ShardMessage): void;
  onText?(index: number, text: string): void;
}

/** The pods of a Job: finds them, follows their logs, and says what keeps them from running. */
export class PodBoard {
  readonly shards: ShardView[];
  readonly #options: PodBoardOptions;
  readonly #following = new Set<number>();
  #doubtSince: number | undefined;

  readonly #doubtMs: number;

  constructor(options: PodBoardOptions) {
    this.#options = options;
    this.#doubtMs = Math.min(MAX_DOUBT_MS, options.startTimeoutMs / 4);
    this.shards = Array.from({ length: options.shards }, (_, index) => ({
      index,
      over: false,
      lines: new ShardLineReader(),
    }));
  }

  /** Looks at all pods once, and follows the logs of those that have begun. */
  async look(): Promise<void> {
    const { api, runId } = this.#options;
    const pods = await api.list('pods', podSchema, {
      labels: `${RUN_LABEL}=${runKey(runId)}`,
    });
    for (const pod of pods) {
      const index = indexOf(pod);
      const shard = this.shards[index];
      if (!shard) continue;
      shard.pod = pod;
      if (hasBegun(pod) && !this.#following.has(index) && !shard.over)
        this.#follow(shard, pod);
    }
    const seen = new Set(pods.map(pod => pod.metadata.name));
    for (const shard of this.shards)
      if (
        shard.pod &&
        !seen.has(shard.pod.metadata.name) &&
        !this.#following.has(shard.index)
      )
        shard.over = true;
  }

  /** Why the pods do not run, once that is certain or has lasted. */
  async trouble(): Promise<string | undefined> {
    const problems = this.shards.flatMap(({ pod }) =>
      pod ? troubleOf(pod) ?? [] : [],
    );
    const hopeless = problems.find(problem => problem.hopeless);
    if (hopeless) return hopeless.message;
    const message =
      problems[0]?.message ??
      (this.shards.some(({ pod }) => !pod)
        ? await this.#whyNoPods()
        : undefined);
    const now = this.#options.timing.now();
    if (message === undefined) this.#doubtSince = undefined;
    else this.#doubtSince ??= now;
    return this.#doubtSince !== undefined &&
      now - this.#doubtSince >= this.#doubtMs
      ? message
      : undefined;
  }

  /** The best that can be said of a shard that gave no result. */
  describe({ index, pod, lines }: ShardView): string {
    const said = lines.others().slice(-3).join(' ');
    if (!pod) return `Shard ${index} has no pod`;
    return `Shard ${index} (pod "${pod.metadata.name}"${
      pod.spec.nodeName ? ` on node "${pod.spec.nodeName}"` : ''
    }) ${endOf(pod, CONTAINER)}${said ? `: ${said}` : ''}`;
  }

  async #whyNoPods(): Promise<string | undefined> {
    const { api, jobName } = this.#options;
    const events = await api
      .list('events', eventSchema, {
        fields: `involvedObject.kind=Job,involvedObject.name=${jobName}`,
      })
      // Events are help, not a need.
      .catch(() => []);
    const failed = events.filter(({ reason }) => reason === 'FailedCreate');
    return failed.at(-1)?.message;
  }

  #follow(shard: ShardView, pod: Pod) {
    const { api, timing, signal } = this.#options;
    this.#following.add(shard.index);
    const take = (text: string) => {
      this.#options.onText?.(shard.index, text);
      // A pod speaks for its own shard only.
      for (const message of shard.lines.feed(text))
        if (message.shard === shard.index) this.#options.onMessage(message);
    };
    const follow = async () => {
      shard.lines.restart();
      await api.followLog(pod.metadata.name, CONTAINER, take, signal);
      const current = await api.get('pods', pod.metadata.name, podSchema);
      shard.pod = current;
      return containerState(current, CONTAINER)?.terminated !== undefined;
    };
    const done = (over: boolean) => {
      if (over || signal.aborted) {
        shard.over = true;
        this.#following.delete(shard.index);
      } else {
        // The stream broke off: it is read anew, and what is known is not taken twice.
        timing.schedule(REJOIN_MS, () => {
          this.#following.delete(shard.index);
        });
      }
    };
    follow().then(done, () => done(false));
  }
}

function indexOf(pod: Pod): number {
  return Number(
    pod.metadata.annotations?.[INDEX] ?? pod.metadata.labels?.[INDEX] ?? NaN,
  );
}

function hasBegun(pod: Pod): boolean {
  const state = containerState(pod, CONTAINER);
  return Boolean(state?.running || state?.terminated);
}
