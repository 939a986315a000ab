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

/** Milliseconds of a value in microseconds, with as many digits as mean something. */
export function milliseconds(us: number | undefined): string {
  if (us === undefined) return '–';
  const ms = us / 1000;
  if (ms >= 100) return ms.toFixed(0);
  if (ms >= 10) return ms.toFixed(1);
  return ms.toFixed(2);
}

/** A number with thin groups of three, as `15 000`, and no more than one decimal. */
export function amount(value: number): string {
  const rounded =
    Math.abs(value) >= 1000 || Number.isInteger(value)
      ? Math.round(value).toString()
      : value.toFixed(1);
  return rounded.replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

/** A share of 0–1 in percent. */
export function percentText(share: number): string {
  if (share === 0) return '0 %';
  const percent = share * 100;
  if (Math.abs(percent) < 0.01) return '< 0.01 %';
  return `${percent.toFixed(Math.abs(percent) < 1 ? 2 : 1)} %`;
}

/** Columns of equal width, two spaces between them. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return rows.map(row =>
    row
      .map((cell, index) => cell.padEnd(widths[index]))
      .join('  ')
      .trimEnd(),
  );
}
