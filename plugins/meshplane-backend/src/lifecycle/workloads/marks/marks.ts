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

import { z } from 'zod';

const valuesSchema = z.record(z.string(), z.string().nullable());

/** Labels and annotations to set; null removes a key. */
export const marksSchema = z.object({
  labels: valuesSchema.default({}),
  annotations: valuesSchema.default({}),
});
export type Marks = z.output<typeof marksSchema>;

/** What an object carries now. */
export interface Marked {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export const noMarks = (): Marks => ({ labels: {}, annotations: {} });

const PARTS = ['labels', 'annotations'] as const;

/** All marks of several changes; later ones win. */
export function mergeMarks(...changes: readonly Marks[]): Marks {
  const merged = noMarks();
  for (const change of changes) {
    for (const part of PARTS) Object.assign(merged[part], change[part]);
  }
  return merged;
}

/** Only those marks that an object does not carry yet. */
export function missingMarks(current: Marked, marks: Marks): Marks {
  return filterMarks(
    marks,
    (part, key, value) => (current[part][key] ?? null) !== value,
  );
}

export function isEmpty(marks: Marks): boolean {
  return PARTS.every(part => Object.keys(marks[part]).length === 0);
}

/** What stands now under the keys of a change; null where nothing does. */
export function valuesBefore(current: Marked, marks: Marks): Marks {
  const before = noMarks();
  for (const part of PARTS) {
    for (const key of Object.keys(marks[part])) {
      before[part][key] = current[part][key] ?? null;
    }
  }
  return before;
}

/**
 * What has to be written to undo a change.
 *
 * @param set - what the change wrote
 * @param before - what was there before it
 * @returns the marks to write, and the keys that somebody has changed since: these are left alone
 */
export function marksToRestore(
  current: Marked,
  set: Marks,
  before: Marks,
): { restore: Marks; changedSince: string[] } {
  const changedSince: string[] = [];
  const restore = filterMarks(before, (part, key, value) => {
    const now = current[part][key] ?? null;
    if (now === value) return false;
    if (now === (set[part][key] ?? null)) return true;
    changedSince.push(key);
    return false;
  });
  return { restore, changedSince };
}

/** `label istio-injection=enabled`, `no label istio.io/rev` */
export function marksInWords(marks: Marks): string[] {
  return PARTS.flatMap(part => {
    const kind = part === 'labels' ? 'label' : 'annotation';
    return Object.entries(marks[part]).map(([key, value]) =>
      value === null ? `no ${kind} ${key}` : `${kind} ${key}=${value}`,
    );
  });
}

function filterMarks(
  marks: Marks,
  keep: (
    part: (typeof PARTS)[number],
    key: string,
    value: string | null,
  ) => boolean,
): Marks {
  const kept = noMarks();
  for (const part of PARTS) {
    for (const [key, value] of Object.entries(marks[part])) {
      if (keep(part, key, value)) kept[part][key] = value;
    }
  }
  return kept;
}
