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

/** PostgreSQL gives 64-bit numbers as text. */
export type Big = number | string;
/** SQLite gives booleans as numbers. */
export type Flag = boolean | number;

/** @returns milliseconds since the epoch */
export const toTime = (iso: string): number => Date.parse(iso);

/** Of an optional time, to a column. */
export const toTimeOrNull = (iso: string | undefined): number | null =>
  iso === undefined ? null : toTime(iso);

/** ISO 8601 in UTC. */
export const fromTime = (value: Big): string =>
  new Date(Number(value)).toISOString();

/** ISO 8601 in UTC, of an optional column. */
export const fromTimeOrNull = (value: Big | null): string | undefined =>
  value === null ? undefined : fromTime(value);

/** PostgreSQL takes no NUL characters in a text; JSON escapes them itself. */
export const toText = (value: string): string => value.replaceAll('\0', '');

/** Of an optional text, to a column. */
export const toTextOrNull = (value: string | undefined): string | null =>
  value === undefined ? null : toText(value);

/** Of an optional value, to a column. */
export const toJsonOrNull = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value);

/** Of an optional column. The stores are the only writers, so that what comes out is what went in. */
export const fromJsonOrNull = <T>(value: string | null): T | undefined =>
  value === null ? undefined : (JSON.parse(value) as T);

/** Without the keys that are undefined, so that rows compare equal to what was given. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as T;
}

/** Columns of a lease; without one: nobody has it. */
export function leaseColumns(
  lease: { owner: string; until: string } | undefined,
) {
  return {
    lease_owner: lease?.owner ?? null,
    lease_until: toTimeOrNull(lease?.until),
  };
}

/** The lease that two columns say. */
export function leaseOf(row: {
  lease_owner: string | null;
  lease_until: Big | null;
}): { owner: string; until: string } | undefined {
  return row.lease_owner === null || row.lease_until === null
    ? undefined
    : { owner: row.lease_owner, until: fromTime(row.lease_until) };
}
