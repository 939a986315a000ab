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

import type { ImportMessage, ImportReport } from '../model/report';
import type { KindRegistry } from '../registry/KindRegistry';

/** What is noted while a file is read. */
export class ImportLog {
  readonly #errors: ImportMessage[] = [];
  readonly #warnings: ImportMessage[] = [];
  readonly #objects = { in: 0, out: 0, opaque: 0 };
  #preserved = 0;
  #stripped = 0;

  /** @param registry - without one, no kind counts as unknown */
  constructor(private readonly registry?: Pick<KindRegistry, 'find'>) {}

  get failed(): boolean {
    return this.#errors.length > 0;
  }

  error(message: ImportMessage): void {
    this.#errors.push(message);
  }

  warn(message: ImportMessage): void {
    this.#warnings.push(message);
  }

  /** Objects that the file holds. */
  found(count = 1): void {
    this.#objects.in += count;
  }

  /** An object became a component; says whether its kind is one that no model knows. */
  taken(apiVersion: string, kind: string): { opaque: boolean } {
    this.#objects.out += 1;
    const opaque =
      this.registry !== undefined &&
      this.registry.find(apiVersion, kind) === undefined;
    if (opaque) this.#objects.opaque += 1;
    return { opaque };
  }

  preserved(fields: number): void {
    this.#preserved += fields;
  }

  stripped(credentials: number): void {
    this.#stripped += credentials;
  }

  report(format: string, design: ImportReport['design']): ImportReport {
    return {
      format,
      ...(design && !this.failed && { design }),
      objects: { ...this.#objects },
      preserved: this.#preserved,
      stripped: this.#stripped,
      errors: [...this.#errors],
      warnings: [...this.#warnings],
    };
  }
}
