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

/** Codes that the command ends with. */
export const exits = {
  fine: 0,
  /** A check or a gate failed. */
  failed: 1,
  /** Wrong use, or input that cannot be read. */
  usage: 2,
  /** Nothing was measured that could be trusted: no failure of the product, but no success either. */
  notMeasured: 3,
} as const;

export type ExitCode = (typeof exits)[keyof typeof exits];

/** Wrong use or unreadable input; the message names the flag, the field or the file. */
export class UsageError extends Error {
  constructor(message: string, readonly details: readonly Detail[] = []) {
    super(message);
    this.name = 'UsageError';
  }
}

/** One thing that is wrong with an input. */
export interface Detail {
  message: string;
  file?: string;
  line?: number;
  path?: string;
}

/** A detail as one line for people. */
export function detailLine({ file, line, path, message }: Detail): string {
  const place = [file, line === undefined ? undefined : `line ${line}`, path]
    .filter(Boolean)
    .join(', ');
  return place ? `${place}: ${message}` : message;
}
