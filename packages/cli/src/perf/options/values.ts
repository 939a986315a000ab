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

import { InvalidArgumentError } from 'commander';
import type { Stage } from '@meshplane/benchmark';

/** Parsers of option values. Each says what it wants; Commander puts the flag and the value in front. */

const SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/;

/** `30s`, `500ms`, `2m`, `1h`, or a number of seconds. */
export function duration(text: string): number {
  const match = DURATION.exec(text.trim());
  if (!match) {
    throw new InvalidArgumentError(
      'It must be a duration, such as 30s, 500ms or 2m.',
    );
  }
  return Number(match[1]) * SECONDS[match[2] ?? 's'];
}

export function positiveDuration(text: string): number {
  const seconds = duration(text);
  if (seconds <= 0) {
    throw new InvalidArgumentError('It must be longer than nothing.');
  }
  return seconds;
}

/** Requests per second, or `max` for a closed loop. */
export function rate(text: string): number | 'max' {
  return text === 'max' ? 'max' : positiveNumber(text, ', or "max"');
}

export function positiveNumber(text: string, or: unknown = ''): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError(
      `It must be a number above 0${typeof or === 'string' ? or : ''}.`,
    );
  }
  return value;
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text.trim())) {
    throw new InvalidArgumentError('It must be a whole number.');
  }
  return Number(text);
}

export function positiveWholeNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('It must be at least 1.');
  return value;
}

const STAGE = /^(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?:(.+)$/;

/** `100:10s,100..500:30s`: rates, or ramps from one rate to another, each with its duration. */
export function stages(text: string): Stage[] {
  return text.split(',').map(part => {
    const match = STAGE.exec(part.trim());
    if (!match) {
      throw new InvalidArgumentError(
        `"${part}" must be RATE:DURATION or FROM..TO:DURATION, such as 100:10s or 100..500:30s.`,
      );
    }
    const from = Number(match[1]);
    return {
      from,
      to: match[2] === undefined ? from : Number(match[2]),
      seconds: positiveDuration(match[3]),
    };
  });
}

/** What names of headers are made of. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Collects `Name: value`. */
export function header(
  text: string,
  before: Record<string, string> = {},
): Record<string, string> {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0));
  const value = text.slice(colon + 1).trim();
  if (!TOKEN.test(name) || /[\r\n\0]/.test(value)) {
    throw new InvalidArgumentError('It must be "Name: value".');
  }
  return { ...before, [name]: value };
}

/** Collects `name=value`. */
export function pair(
  text: string,
  before: Record<string, string> = {},
): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('It must be name=value.');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

/** Collects values of an option that may be given several times. */
export function list(text: string, before: string[] = []): string[] {
  return [...before, text];
}

/** Collects statuses, several of them separated by commas. */
export function statuses(text: string, before: number[] = []): number[] {
  const values = text.split(',').map(part => {
    const status = Number(part.trim());
    if (!Number.isInteger(status) || status < 100 || status > 599) {
      throw new InvalidArgumentError(
        `"${part}" must be a status between 100 and 599.`,
      );
    }
    return status;
  });
  return [...before, ...values];
}

/** A share in percent, with or without the sign. */
export function percent(text: string): number {
  return positiveNumber(text.replace(/%$/, ''), ', in percent');
}
