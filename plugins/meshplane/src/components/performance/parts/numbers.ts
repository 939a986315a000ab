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

/** A number with three significant digits, without an exponent for what people meet: "12.3", "0.0042", "1,530". */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(digits)).toLocaleString('en', {
    maximumFractionDigits: 10,
  });
}

/** A true minus sign is as wide as a plus and read out as "minus". */
function withSign(value: number, text: string): string {
  if (value > 0) return `+${text}`;
  return value < 0 ? text.replace('-', '−') : text;
}

/** "+0.42", "−1.3", "0". */
export function signed(value: number, digits = 3): string {
  return withSign(value, significant(value, digits));
}

/** A share as percent with sign: "+7.2 %". */
export function signedPercent(share: number): string {
  return `${signed(share * 100)} %`;
}

/** A share as percent: "0.12 %". */
export function sharePercent(share: number): string {
  return `${significant(share * 100)} %`;
}

/** Microseconds as people read latencies: "840 µs", "12.3 ms", "1.53 s". */
export function latency(microseconds: number): string {
  const size = Math.abs(microseconds);
  if (size < 1_000) return `${significant(microseconds)} µs`;
  if (size < 1_000_000) return `${significant(microseconds / 1_000)} ms`;
  return `${significant(microseconds / 1_000_000)} s`;
}

/** Microseconds with sign: "+840 µs". */
export function signedLatency(microseconds: number): string {
  return withSign(microseconds, latency(microseconds));
}

/** A value of a metric in its unit; shares are written as percent. */
export function inUnit(value: number, unit: string): string {
  if (unit === 'share') return sharePercent(value);
  if (unit === 'bytes') return megabytes(value);
  return unit ? `${significant(value)} ${unit}` : significant(value);
}

/** A difference of a metric in its unit; of shares in percentage points. */
export function differenceInUnit(value: number, unit: string): string {
  if (unit === 'share') return `${signed(value * 100)} pp`;
  if (unit === 'bytes') return withSign(value, megabytes(value));
  return unit ? `${signed(value)} ${unit}` : signed(value);
}

/** "+1.2 % to +3.4 %". */
export function interval(
  bounds: readonly [number, number] | undefined,
  write: (value: number) => string,
): string | undefined {
  return bounds && `${write(bounds[0])} to ${write(bounds[1])}`;
}

const BYTES_PER_MB = 1_000_000;

/** Bytes as MB. */
export function megabytes(bytes: number): string {
  return `${significant(bytes / BYTES_PER_MB)} MB`;
}
