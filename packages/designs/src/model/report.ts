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

import type { Design } from './design';

/** Something to tell about a place in a file. @public */
export interface ImportMessage {
  /** File in an archive or folder. */
  file?: string;
  /** Counted from 1. */
  line?: number;
  column?: number;
  /** Number of the document in a file of several, from 1. */
  document?: number;
  path?: string;
  message: string;
}

/** What an importer says; an import with errors gives no design, never a part of one. @public */
export interface ImportReport {
  /** Name of the importer that read it; `unknown` if none did. */
  format: string;
  design?: Design;
  /** Objects in the file and in the design, and those of kinds that no model knows. */
  objects: { in: number; out: number; opaque: number };
  /** Fields kept in `preserved`. */
  preserved: number;
  /** Credentials that were left out. */
  stripped: number;
  errors: ImportMessage[];
  warnings: ImportMessage[];
}

/** Problem of a design, for people and machines. @public */
export interface DesignFinding {
  /** Stable id of the check, such as `dangling-reference`. */
  rule: string;
  severity: 'error' | 'warning' | 'info';
  component?: string;
  /** JSON pointer into the component's configuration. */
  path?: string;
  message: string;
  /** What to do. */
  remedy?: string;
}
