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

import type { KindStatus } from '@meshplane/plugin-meshplane-common';
import type { KindSpec } from '../kinds';
import type { Availability } from './ClusterSnapshot';
import { TableDraft } from './TableDraft';

type State = KindStatus['state'];

/** One kind of one cluster: its objects and how reading it goes. Survives a reconnect. */
export class KindRecord {
  readonly draft = new TableDraft();
  private state: State = 'syncing';
  private error?: string;
  private hasObjects = false;
  private relistCount = 0;
  private lastEventAt?: number;

  constructor(public spec: KindSpec) {}

  /** @returns whether anything changed that a reader can see */
  setState(state: State, error?: string): boolean {
    if (state === 'synced') this.hasObjects = true;
    if (state === 'forbidden' || state === 'absent') this.forget();
    const changed = state !== this.state || error !== this.error;
    this.state = state;
    this.error = error;
    return changed;
  }

  /** Drops all objects; an empty list says nothing from here on. */
  forget(): void {
    this.hasObjects = false;
    this.draft.clear();
  }

  noteRelist(): void {
    this.relistCount += 1;
  }

  noteEvent(at: number): void {
    this.lastEventAt = at;
  }

  /** Whether the objects are those of a complete list, even if it has aged. */
  get readable(): boolean {
    return this.hasObjects;
  }

  get problem(): boolean {
    return this.state === 'failing' || this.state === 'forbidden';
  }

  get synced(): boolean {
    return this.state === 'synced';
  }

  availability(): Availability {
    if (this.state === 'absent') return 'absent';
    return this.hasObjects ? 'synced' : 'unknown';
  }

  status(): KindStatus {
    return {
      kind: this.spec.id,
      state: this.state,
      objects: this.draft.size,
      relists: this.relistCount,
      ...(this.lastEventAt !== undefined && {
        lastEventAt: new Date(this.lastEventAt).toISOString(),
      }),
      ...(this.error !== undefined && { error: this.error }),
    };
  }
}
