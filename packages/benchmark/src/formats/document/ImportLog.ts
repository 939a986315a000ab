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

import { formatPath, Path } from './paths';

/** A remark of an importer on a file. @public */
export interface ImportMessage {
  /** Counted from 1. */
  line?: number;
  path?: string;
  message: string;
}

/** Finds the line of a value; undefined where the text has no such value. */
export type Locate = (path: Path) => number | undefined;

/** Remarks beyond this number are counted, not kept: a broken file of a million rows needs no million messages. */
const MAX_MESSAGES = 200;

/** Gathers what an importer has to say, with the place of each remark in the file. */
export class ImportLog {
  readonly errors: ImportMessage[] = [];
  readonly warnings: ImportMessage[] = [];
  /** Fields kept although nothing here has a use for them. */
  preserved = 0;
  /** Secrets that were left out. */
  stripped = 0;

  constructor(private readonly locate: Locate = () => undefined) {}

  error(message: string, path: Path = []): void {
    this.add(this.errors, message, path);
  }

  warn(message: string, path: Path = []): void {
    this.add(this.warnings, message, path);
  }

  /** For text formats, where the importer itself knows the line. */
  errorAt(line: number, message: string): void {
    this.push(this.errors, { line, message });
  }

  warnAt(line: number, message: string): void {
    this.push(this.warnings, { line, message });
  }

  private add(list: ImportMessage[], message: string, path: Path): void {
    if (list.length > MAX_MESSAGES) {
      return;
    }
    const line = this.locate(path);
    this.push(list, {
      ...(line === undefined ? {} : { line }),
      ...(path.length === 0 ? {} : { path: formatPath(path) }),
      message,
    });
  }

  private push(list: ImportMessage[], entry: ImportMessage): void {
    if (list.length < MAX_MESSAGES) {
      list.push(entry);
    } else if (list.length === MAX_MESSAGES) {
      list.push({ message: 'Further remarks of this kind are left out' });
    }
  }
}
