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

import type { RunState } from '@meshplane/plugin-meshplane-common';

/** States in which a run holds its targets. */
export const HOLDING_STATES: readonly RunState[] = [
  'starting',
  'running',
  'collecting',
];

/** What decides when a run may start. */
export interface QueueEntry {
  id: string;
  queueKey: string;
  targets: readonly string[];
}

/**
 * The first run of a queue that shares nothing with those under way, nor with one that waits before it: else a run
 * against several targets would be overtaken for ever by runs against one of them.
 *
 * @param queued - oldest first
 */
export function nextInQueue<T extends QueueEntry>(
  queued: readonly T[],
  underWay: readonly QueueEntry[],
): T | undefined {
  const held = new Set(underWay.flatMap(holds));
  for (const entry of queued) {
    const names = holds(entry);
    if (!names.some(name => held.has(name))) return entry;
    for (const name of names) held.add(name);
  }
  return undefined;
}

/**
 * Position among the waiting runs that share a target or key, from 1.
 *
 * @param queued - oldest first
 */
export function positionsIn(
  queued: readonly QueueEntry[],
): Map<string, number> {
  const positions = new Map<string, number>();
  const longest = new Map<string, number>();
  for (const { id, ...entry } of queued) {
    const names = holds(entry);
    const position = 1 + Math.max(...names.map(name => longest.get(name) ?? 0));
    for (const name of names) longest.set(name, position);
    positions.set(id, position);
  }
  return positions;
}

function holds({ queueKey, targets }: Omit<QueueEntry, 'id'>): string[] {
  return [`key ${queueKey}`, ...targets.map(target => `target ${target}`)];
}
