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

import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type {
  ComparisonInput,
  PerformanceComparison,
  PerformanceVerdict,
} from '@meshplane/plugin-meshplane-common';
import { createScheduleService } from '..';
import { RunRefusedError } from '../../runs/RunRefusedError';
import type { EnqueueRequest } from '../../runs/RunService';
import { profileInput, run, runPlan } from '../../stores/__testUtils__/rows';
import type { PerformanceStores, RunRow } from '../../stores/model';

/** What several replicas of the backend share: database, clock, and the record of what they did. */
export class Portal {
  now = new Date('2026-01-05T12:00:00Z');
  readonly requests: EnqueueRequest[] = [];
  readonly compared: ComparisonInput[] = [];
  readonly notifications: NotificationSendOptions[] = [];
  /** What the next comparison finds. */
  verdict: PerformanceVerdict | undefined = 'no change';
  /** Why no run is taken. */
  refusal: string | undefined;
  #ids = 0;

  constructor(readonly stores: PerformanceStores) {}

  /** A replica, with the fake of its runs. */
  async replica() {
    const ticks: (() => unknown)[] = [];
    const service = await createScheduleService({
      stores: this.stores,
      runs: { enqueue: request => this.#enqueue(request) },
      compare: async input => this.#compare(input),
      scheduler: {
        scheduleTask: async task =>
          void ticks.push(() => task.fn(new AbortController().signal)),
      },
      notifications: {
        send: async sent => void this.notifications.push(sent),
      },
      now: () => this.now,
      newId: () => this.#id('schedule'),
      logger: mockServices.logger.mock(),
    });
    return { service, tick: async () => void (await ticks[0]()) };
  }

  async profile(id: string) {
    const by = 'user:default/ada';
    await this.stores.profiles.create({
      id,
      input: profileInput({ entityRef: 'component:default/shop' }),
      createdAt: this.now.toISOString(),
      createdBy: by,
      updatedAt: this.now.toISOString(),
      updatedBy: by,
    });
  }

  /** Lets runs of schedules end. */
  async end(state: RunRow['state'], ids = this.#madeIds) {
    for (const id of ids)
      await this.stores.runs.transition(id, ['queued'], {
        state,
        endedAt: this.now.toISOString(),
      });
  }

  get #madeIds() {
    return this.requests.map((_, index) => `run-${index + 1}`);
  }

  async #enqueue(request: EnqueueRequest): Promise<RunRow> {
    this.requests.push(request);
    const row = run(`run-${this.requests.length}`, {
      state: this.refusal ? 'refused' : 'queued',
      profileId: request.profile?.id,
      profileVersion: request.profile?.version,
      entityRef: request.input.entityRef,
      origin: request.origin,
      createdBy: request.by,
      createdAt: this.now.toISOString(),
      scheduleId: request.scheduleId,
    });
    await this.stores.runs.create(row, runPlan());
    if (this.refusal)
      throw new RunRefusedError(row, [{ message: this.refusal }]);
    return row;
  }

  #compare(input: ComparisonInput): PerformanceComparison {
    this.compared.push(input);
    return {
      createdAt: this.now.toISOString(),
      status: this.verdict ? 'judged' : 'described',
      verdict: this.verdict,
      sentence: `It is a ${this.verdict}.`,
      reasons: [],
      notes: [],
      a: { title: 'A', runs: [] },
      b: { title: 'B', runs: [] },
      metrics: [],
      shift: [],
      percentilesA: [],
      percentilesB: [],
    };
  }

  #id(kind: string) {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }
}
