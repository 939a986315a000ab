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

import { foldKey, isData } from './overlay';
import { ImportLog } from './ImportLog';
import { parseGoDuration } from './duration';
import { Path } from './paths';

/** What a number may be. */
export interface NumberRule {
  min?: number;
  max?: number;
  integer?: boolean;
}

/** Longest a single latency may be before it is taken for garbage: one day. */
export const MAX_LATENCY_SECONDS = 86_400;
/** Longest a run may be before it is taken for garbage: one year. */
export const MAX_RUN_SECONDS = 366 * 86_400;
/** Highest rate that is believed. */
export const MAX_RATE = 1e9;

/** Most bytes that are believed: an exabyte. */
export const MAX_BYTES = 1e18;

/** The value as it is shown in an error: short, in quotes. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = text ?? String(value);
  return `"${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}"`;
}

/**
 * Reads the fields of a foreign object whatever the casing of its keys, takes numbers that are written as strings, and
 * says of every value that cannot be used what it is, where it stands and what was expected.
 */
export class FieldReader {
  private readonly keys = new Map<string, string>();
  private readonly used = new Set<string>();

  constructor(
    readonly data: Record<string, unknown>,
    readonly path: Path,
    readonly log: ImportLog,
  ) {
    for (const key of Object.keys(data)) {
      const folded = foldKey(key);
      if (!this.keys.has(folded)) {
        this.keys.set(folded, key);
      }
    }
  }

  /** A reader, or undefined with an error where the value is no object. */
  static of(
    value: unknown,
    path: Path,
    log: ImportLog,
    what = 'an object',
  ): FieldReader | undefined {
    if (isData(value)) {
      return new FieldReader(value, path, log);
    }
    log.error(`Expected ${what}, found ${quote(value)}`, path);
    return undefined;
  }

  /** The value as it is, null counting as absent; marks the field as known. */
  raw(name: string): unknown {
    const key = this.keys.get(foldKey(name));
    if (key === undefined) {
      return undefined;
    }
    this.used.add(key);
    return this.data[key] ?? undefined;
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  at(name: string): Path {
    return [...this.path, this.keys.get(foldKey(name)) ?? name];
  }

  error(name: string, message: string): undefined {
    this.log.error(message, this.at(name));
    return undefined;
  }

  missing(name: string): undefined {
    this.log.error(`"${name}" is missing`, this.path);
    return undefined;
  }

  text(name: string, maxLength = 1_048_576): string | undefined {
    const value = this.raw(name);
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'string' && typeof value !== 'number') {
      return this.error(name, `"${name}" must be a text, not ${quote(value)}`);
    }
    const text = String(value);
    return text.length > maxLength
      ? this.error(
          name,
          `"${name}" has ${text.length} characters, at most ${maxLength} are allowed`,
        )
      : text;
  }

  bool(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'boolean') {
      return value;
    }
    return this.error(
      name,
      `"${name}" must be true or false, not ${quote(value)}`,
    );
  }

  number(name: string, rule: NumberRule = {}): number | undefined {
    const value = this.raw(name);
    return value === undefined
      ? undefined
      : this.checkNumber(value, name, this.at(name), rule);
  }

  /** Milliseconds, seconds … to microseconds, within what a latency can be. */
  latency(name: string, toMicroseconds: number): number | undefined {
    const value = this.number(name, {
      min: 0,
      max: (MAX_LATENCY_SECONDS * 1e6) / toMicroseconds,
    });
    return value === undefined ? undefined : toMicros(value, toMicroseconds);
  }

  checkNumber(
    value: unknown,
    name: string,
    path: Path,
    rule: NumberRule,
  ): number | undefined {
    const number =
      typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    const min = rule.min ?? -Number.MAX_VALUE;
    const max =
      rule.max ?? (rule.integer ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE);
    if (
      typeof number !== 'number' ||
      !(number >= min && number <= max) ||
      (rule.integer && !Number.isInteger(number))
    ) {
      const kind = rule.integer ? 'a whole number' : 'a number';
      const from = rule.min === undefined ? '' : ` of at least ${rule.min}`;
      const to = rule.max === undefined ? '' : ` and at most ${rule.max}`;
      this.log.error(
        `"${name}" must be ${kind}${from}${to}, not ${quote(
          typeof value === 'number' ? String(value) : value,
        )}`,
        path,
      );
      return undefined;
    }
    return number;
  }

  /** A map of texts; numbers and booleans are taken as their text. */
  textMap(name: string): Record<string, string> | undefined {
    const value = this.raw(name);
    if (value === undefined || value === '') {
      return undefined;
    }
    return this.checkTextMap(value, name, this.at(name));
  }

  checkTextMap(
    value: unknown,
    name: string,
    path: Path,
  ): Record<string, string> | undefined {
    if (!isData(value)) {
      this.log.error(
        `"${name}" must be a map of texts, not ${quote(value)}`,
        path,
      );
      return undefined;
    }
    const out: Record<string, string> = {};
    for (const [key, entry] of Object.entries(value)) {
      const isScalar = ['string', 'number', 'boolean'].includes(typeof entry);
      if (!isScalar || key === '') {
        this.log.error(
          `"${name}" must be a map of texts, but ${quote(key)} has ${quote(
            entry,
          )}`,
          [...path, key],
        );
      } else {
        out[key] = String(entry);
      }
    }
    return out;
  }

  /** A map of counts such as return codes. */
  counts(name: string): Record<string, number> | undefined {
    const value = this.raw(name);
    if (value === undefined) {
      return undefined;
    }
    if (!isData(value)) {
      return this.error(
        name,
        `"${name}" must be a map of counts, not ${quote(value)}`,
      );
    }
    const out: Record<string, number> = {};
    for (const [key, entry] of Object.entries(value)) {
      const count = this.checkNumber(
        entry,
        `${name}.${key}`,
        [...this.at(name), key],
        { min: 0, integer: true },
      );
      if (count !== undefined) {
        out[key] = count;
      }
    }
    return out;
  }

  list(name: string): unknown[] | undefined {
    const value = this.raw(name);
    if (value === undefined || Array.isArray(value)) {
      return value;
    }
    return this.error(name, `"${name}" must be a list, not ${quote(value)}`);
  }

  object(name: string): FieldReader | undefined {
    const value = this.raw(name);
    return value === undefined
      ? undefined
      : FieldReader.of(value, this.at(name), this.log);
  }

  /** ISO 8601 in UTC with milliseconds; the zero time of Go counts as absent. */
  time(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || value === '') {
      return undefined;
    }
    const date =
      value instanceof Date
        ? value
        : new Date(
            typeof value === 'string'
              ? value.replace(/(\.\d{3})\d+/, '$1')
              : NaN,
          );
    if (
      Number.isNaN(date.getTime()) ||
      (typeof value === 'string' && !/^\d{4}-\d{2}-\d{2}/.test(value))
    ) {
      return this.error(
        name,
        `"${name}" must be a time such as 2026-01-31T12:00:00Z, not ${quote(
          value,
        )}`,
      );
    }
    return date.getUTCFullYear() <= 1 ? undefined : date.toISOString();
  }

  /** Seconds of a duration in Go's notation. */
  goDuration(name: string): number | undefined {
    const value = this.raw(name);
    if (value === undefined || value === '') {
      return undefined;
    }
    const seconds =
      typeof value === 'string' ? parseGoDuration(value) : undefined;
    if (seconds === undefined) {
      return this.error(
        name,
        `"${name}" must be a duration such as 30s or 1h30m, not ${quote(
          value,
        )}`,
      );
    }
    return seconds > MAX_RUN_SECONDS
      ? this.error(name, `"${name}" is longer than a year: ${quote(value)}`)
      : seconds;
  }

  /** Counts the fields that nobody asked for. */
  countUnknown(): void {
    this.log.preserved += Object.keys(this.data).filter(
      key => !this.used.has(key),
    ).length;
  }
}

/** Microseconds, free of the noise of a floating point product beyond the picosecond. */
export function toMicros(value: number, factor: number): number {
  return Number((value * factor).toFixed(6));
}
