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

import type { Clock } from '../clock';

/**
 * Decides when changes become visible: the first one after a quiet time almost at once, a stream of them a few times a
 * second.
 */
export class Publisher {
  private cancel?: () => void;
  private lastAt = -Infinity;
  private dirtySince?: number;

  constructor(
    private readonly clock: Clock,
    private readonly limits: {
      publishIntervalMs: number;
      publishDelayMs: number;
    },
    private readonly publish: (lagMs: number) => void,
  ) {}

  /** Something changed. */
  touch(): void {
    const now = this.clock.now();
    this.dirtySince ??= now;
    if (this.cancel) return;
    const due = this.lastAt + this.limits.publishIntervalMs;
    this.cancel = this.clock.schedule(
      () => this.flush(),
      Math.max(this.limits.publishDelayMs, due - now),
    );
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private flush(): void {
    this.cancel = undefined;
    const now = this.clock.now();
    const lagMs = now - (this.dirtySince ?? now);
    this.dirtySince = undefined;
    this.lastAt = now;
    this.publish(lagMs);
  }
}
