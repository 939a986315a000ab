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

import { NotAllowedError } from '@backstage/errors';
import type {
  OperationDetail,
  OperationRequest,
} from '@meshplane/plugin-meshplane-common';
import type { OperationRecord } from '../../../database/operations/records';
import type { ExperimentOperations } from '../runOperation';

type State = OperationRecord['state'];

/** An operations engine without clusters: what a test says happens. */
export class FakeOperations implements ExperimentOperations {
  /** Everything that was asked for, such as `approve workload.onboard by user:default/ada`. */
  readonly log: string[] = [];
  /** Blocking findings of plans of a kind. */
  readonly blocking = new Map<string, string>();
  /** How operations of a kind end; `running`: not by themselves. Each end is used once, the last one for ever. */
  readonly ends = new Map<string, State[]>();
  mayRollBack = false;
  approvalRefused = '';
  readonly #records = new Map<string, OperationRecord>();

  async create(request: OperationRequest, user: string): Promise<string> {
    const id = `op-${this.#records.size + 1}`;
    this.log.push(`plan ${request.kind} by ${user}`);
    this.#records.set(id, {
      id,
      kind: request.kind,
      title: request.kind,
      state: 'planned',
      direction: 'run',
    } as OperationRecord);
    return id;
  }

  async approve(id: string, { planHash }: { planHash: string }, user: string) {
    if (this.approvalRefused) throw new NotAllowedError(this.approvalRefused);
    const { kind } = await this.read.get(id);
    this.log.push(`approve ${kind} (${planHash}) by ${user}`);
    const ends = this.ends.get(kind) ?? ['succeeded'];
    this.#set(id, {
      startedAt: 1,
      state: ends.length > 1 ? ends.shift()! : ends[0],
    });
  }

  async reject(id: string) {
    this.log.push(`reject ${(await this.read.get(id)).kind}`);
    this.#set(id, { state: 'cancelled' });
  }

  async cancel(id: string) {
    this.log.push(`cancel ${(await this.read.get(id)).kind}`);
    this.#set(id, { state: 'cancelled' });
  }

  async rollback(id: string) {
    if (!this.mayRollBack) throw new Error('There is nothing to take back');
    this.log.push(`roll back ${(await this.read.get(id)).kind}`);
    this.#set(id, { state: 'cancelled', direction: 'rollback' });
  }

  readonly read = {
    get: async (id: string) => this.#records.get(id)!,
    detail: async (id: string) => {
      const { kind, title, state } = this.#records.get(id)!;
      const finding = this.blocking.get(kind);
      return {
        id,
        title,
        state,
        planHash: `hash-of-${id}`,
        plan: {
          findings: finding
            ? [{ severity: 'blocking', title: finding, detail: 'Really' }]
            : [],
        },
        children: [],
      } as unknown as OperationDetail;
    },
  };

  #set(id: string, change: Partial<OperationRecord>) {
    this.#records.set(id, { ...this.#records.get(id)!, ...change });
  }
}
