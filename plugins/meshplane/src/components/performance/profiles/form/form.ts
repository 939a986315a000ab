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

import type { Problems } from './draftInput';
import type { ProfileDraft } from './profileDraft';

/** What the parts of the form share. */
export interface ProfileForm {
  draft: ProfileDraft;
  set: (changes: Partial<ProfileDraft>) => void;
  /** What is wrong with a field, by its path in the profile. */
  problem: (path: string) => string | undefined;
}

/** Finds the problem of a field: the one at its path, or one further down that no field shows by itself. */
export function problemAt(
  problems: Problems,
  path: string,
): string | undefined {
  return (
    problems[path] ??
    Object.entries(problems).find(([key]) => key.startsWith(`${path}.`))?.[1]
  );
}

/** A copy of a list with one row changed. */
export function withRow<T>(
  rows: readonly T[],
  index: number,
  changes: Partial<T>,
): T[] {
  return rows.map((row, at) => (at === index ? { ...row, ...changes } : row));
}

/** A copy of a list without one row. */
export function withoutRow<T>(rows: readonly T[], index: number): T[] {
  return rows.filter((_, at) => at !== index);
}
