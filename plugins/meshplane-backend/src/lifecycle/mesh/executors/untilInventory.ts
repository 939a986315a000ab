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

import type { Inventory } from '../../../inventory/Inventory';
import type { StepContext } from '../../../operations/model';

/** Looked at again after this time even if the inventory tells of nothing: endpoints are not part of it. */
const AGAIN_MS = 2_000;

/**
 * Looks whenever the inventory of the cluster changes until a condition holds or the time is over.
 *
 * @returns whether it held in time
 */
export async function untilInventory(
  inventory: Pick<Inventory, 'subscribe'>,
  context: Pick<StepContext, 'cluster' | 'signal' | 'now'>,
  holds: () => Promise<boolean>,
  timeoutMs: number,
): Promise<boolean> {
  const { signal } = context;
  const end = context.now().getTime() + timeoutMs;
  const waiter = { wake: () => {} };
  const unsubscribe = inventory.subscribe(({ cluster }) => {
    if (cluster === context.cluster.name) waiter.wake();
  });
  try {
    for (;;) {
      signal.throwIfAborted();
      const changed = new Promise<void>(resolve => {
        waiter.wake = resolve;
      });
      if (await holds()) return true;
      const left = end - context.now().getTime();
      if (left <= 0) return false;
      await sooner(changed, Math.min(left, AGAIN_MS), signal);
    }
  } finally {
    unsubscribe();
  }
}

/** Whatever comes first: the change, the time, the abort. */
function sooner(
  change: Promise<void>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(finish, milliseconds);
    function finish() {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
    signal.addEventListener('abort', finish, { once: true });
    change.then(finish);
  });
}
