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

/**
 * The runs of one load only, that of the newest run: a change of the load is no change of the target. Says what was left
 * out.
 *
 * @param rows - newest first
 */
export function comparableRows(rows: readonly RunRow[]): {
  rows: RunRow[];
  notes: string[];
} {
  const notes: string[] = [];
  const usable = rows.filter(
    ({ end, experiment, headline, validity }) =>
      headline !== undefined &&
      validity !== 'invalid' &&
      (end === undefined || end === 'complete') &&
      experiment === undefined,
  );
  const unusable = rows.length - usable.length;
  if (unusable > 0)
    notes.push(
      `${count(
        unusable,
        'run is',
        'runs are',
      )} left out: invalid, ended early, or sides of experiments`,
    );
  const [newest] = usable;
  if (!newest) return { rows: [], notes };
  const kept = usable.filter(row => loadOf(row) === loadOf(newest));
  const others = usable.length - kept.length;
  if (others > 0)
    notes.push(
      `${count(
        others,
        'run is',
        'runs are',
      )} left out: another profile, rate or generator than that of the newest run, so that the numbers cannot be put beside each other`,
    );
  return { rows: kept, notes };
}

function loadOf({ profileId, generator, headline, precision }: RunRow): string {
  return JSON.stringify([
    profileId,
    generator,
    precision,
    headline?.targetRate?.toPrecision(3),
  ]);
}

function count(value: number, one: string, many: string): string {
  return `${value} ${value === 1 ? one : many}`;
}
