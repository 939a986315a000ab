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

/** How one item ended. */
export interface ItemOutcome {
  readonly name: string;
  readonly state: 'done' | 'skipped' | 'failed';
  readonly detail: string;
}

/**
 * Works through items, a few at a time. After a failure those that run are finished, and further ones are started only
 * if `stopOnFailure` is off.
 *
 * @returns the outcomes, and the items that were not started
 */
export async function paced<T>(
  items: readonly T[],
  options: { parallel: number; stopOnFailure: boolean },
  work: (item: T) => Promise<ItemOutcome>,
): Promise<{ outcomes: ItemOutcome[]; notStarted: T[] }> {
  const queue = [...items];
  const outcomes: ItemOutcome[] = [];
  let stopped = false;
  const worker = async () => {
    while (!stopped) {
      const item = queue.shift();
      if (item === undefined) return;
      try {
        const outcome = await work(item);
        outcomes.push(outcome);
        if (outcome.state === 'failed' && options.stopOnFailure) stopped = true;
      } catch (error) {
        // Cancelled, or the cluster is gone: nobody starts anything more.
        stopped = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: Math.min(options.parallel, items.length) }, worker),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return { outcomes, notStarted: queue };
}
