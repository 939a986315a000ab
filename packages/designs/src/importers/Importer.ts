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

import type { Design } from '../model/design';
import type { TextDocument } from '../text/readDocuments';
import type { ImportLog } from './ImportLog';

/** A text that was parsed; what the documents mean is still to be found out. */
export interface ImportSource {
  /** Without folders; empty where nobody knows. */
  fileName: string;
  documents: readonly TextDocument[];
}

/** Reads one format. */
export interface Importer {
  readonly format: string;
  /** Whether this is the format; importers are asked from the most particular format to the most general one. */
  recognises(source: ImportSource): boolean;
  /** The design; undefined after an error was noted, never a part of a design. */
  read(source: ImportSource, log: ImportLog): Design | undefined;
}

/** An object with string keys, as JSON has them. */
export type Dictionary = Record<string, unknown>;

export function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is a text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
