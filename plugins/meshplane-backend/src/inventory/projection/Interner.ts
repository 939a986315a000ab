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

const DEFAULT_CAPACITY = 20_000;
/** Longer texts are rarely equal and cost more to compare than they save. */
const MAX_TEXT_LENGTH = 512;
/** The same for structures, in characters of JSON: the pool keeps that text, too. */
const MAX_STRUCTURE_LENGTH = 4_096;

/** A map that forgets what was not asked for between two of its fillings. */
class Generations<T> {
  private young = new Map<string, T>();
  private old = new Map<string, T>();

  constructor(private readonly capacity: number) {}

  get(key: string, make: () => T): T {
    let value = this.young.get(key);
    if (value !== undefined) return value;
    value = this.old.get(key) ?? make();
    if (this.young.size >= this.capacity) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
    return value;
  }
}

/**
 * Keeps one copy of texts and small structures that occur again and again: labels, images, owners, whole container
 * lists of the pods of one Deployment. Values that nobody asked for during a whole generation are forgotten, so that
 * churn in the cluster does not make it grow.
 */
export class Interner {
  private readonly texts: Generations<string>;
  private readonly structures: Generations<object>;

  constructor(capacity: number = DEFAULT_CAPACITY) {
    this.texts = new Generations(capacity);
    this.structures = new Generations(capacity);
  }

  text(value: string): string {
    if (value.length > MAX_TEXT_LENGTH) return value;
    return this.texts.get(value, () => value);
  }

  optionalText(value: string | undefined): string | undefined {
    return value === undefined ? undefined : this.text(value);
  }

  /** An equal structure; the caller must not change it any more. */
  structure<T extends object>(value: T): T {
    // Two values with the same JSON are interchangeable: everything here came out of JSON.
    const key = JSON.stringify(value);
    if (key.length > MAX_STRUCTURE_LENGTH) return value;
    return this.structures.get(key, () => value) as T;
  }

  optionalStructure<T extends object>(value: T | undefined): T | undefined {
    return value === undefined ? undefined : this.structure(value);
  }
}
