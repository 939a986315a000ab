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

import type { RunRow } from '../../stores/model';

/** What a reader should know of the sides beside their numbers. */
export function comparisonNotesOf(
  a: readonly RunRow[],
  b: readonly RunRow[],
): string[] {
  const notes: string[] = [];
  const targetsA = listOf(a, ({ targets }) => targets.join(', '));
  const targetsB = listOf(b, ({ targets }) => targets.join(', '));
  if (targetsA !== targetsB && targetsA && targetsB)
    notes.push(
      `The sides were measured at different targets: ${targetsA} and ${targetsB}`,
    );
  const versionsA = listOf(a, profileOf);
  const versionsB = listOf(b, profileOf);
  if (versionsA !== versionsB)
    notes.push(
      `The sides ran different profiles or versions of them: ${
        versionsA || 'unknown'
      } and ${versionsB || 'unknown'}`,
    );
  if (areApart(a, b))
    notes.push(
      'The runs of the sides were not made in turn: what changed in the environment between them counts as a difference. An experiment makes them in turn',
    );
  return notes;
}

function profileOf({ profileId, profileVersion }: RunRow): string {
  return profileId ? `${profileId} version ${profileVersion ?? '?'}` : '';
}

function listOf(
  rows: readonly RunRow[],
  value: (row: RunRow) => string,
): string {
  return [...new Set(rows.map(value))].filter(Boolean).sort().join('; ');
}

/** All runs of one side came before all of the other. */
function areApart(a: readonly RunRow[], b: readonly RunRow[]): boolean {
  const times = (rows: readonly RunRow[]) =>
    rows.flatMap(({ startedAt }) => (startedAt ? [Date.parse(startedAt)] : []));
  const [timesA, timesB] = [times(a), times(b)];
  if (timesA.length === 0 || timesB.length === 0) return false;
  return (
    Math.max(...timesA) < Math.min(...timesB) ||
    Math.max(...timesB) < Math.min(...timesA)
  );
}
