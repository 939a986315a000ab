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

/**
 * Readers of untyped JSON. A projection reads tens of thousands of objects one by one, so it takes the fields it needs
 * with these, each checked for its type, instead of running whole schemas.
 */

/** An object as it came from the API. */
export type Raw = Readonly<Record<string, unknown>>;

const EMPTY: Raw = Object.freeze({});

/** The value if it is an object, else an empty one. */
export function rawObject(value: unknown): Raw {
  return isRaw(value) ? value : EMPTY;
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of an array; empty if it is none. */
export function rawObjects(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRaw) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The entries of an object of which the value is a text; undefined if there is none. */
export function textsOf(value: unknown): Record<string, string> | undefined {
  const texts: Record<string, string> = {};
  let any = false;
  for (const [key, entry] of Object.entries(rawObject(value))) {
    if (typeof entry === 'string') {
      texts[key] = entry;
      any = true;
    }
  }
  return any ? texts : undefined;
}

/** The text, cut to so many characters. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

/** Removes the entries that are undefined, so that a kept object carries no empty fields. */
export function compact<T extends object>(value: T): T {
  for (const key of Object.keys(value) as (keyof T)[]) {
    if (value[key] === undefined) delete value[key];
  }
  return value;
}
