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

import os from 'node:os';
import type { BenchRow } from './types';

/** Value with as many digits as a reader can use. */
function digits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

/**
 * Prints a table for people and, as the last line, one JSON object for machines.
 *
 * @param bench - name under which it was called
 */
export function printReport(bench: string, rows: readonly BenchRow[]): void {
  const header = ['what', 'value', 'unit', 'goal', 'range', 'ratio', 'peer'];
  const table = rows.map(row => [
    row.what,
    digits(row.value),
    row.unit,
    row.goal === undefined
      ? ''
      : `${row.atLeast ? '≥' : '≤'} ${digits(row.goal)}`,
    row.min === undefined || row.max === undefined
      ? ''
      : `${digits(row.min)}–${digits(row.max)}`,
    row.ratio === undefined ? '' : digits(row.ratio),
    row.peer ?? '',
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...table.map(cells => cells[column].length)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  console.log([line(header), ...table.map(line)].join('\n'));
  console.log(JSON.stringify({ bench, rows, machine: machine() }));
}

function machine() {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model ?? 'unknown',
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 1024 ** 3),
    platform: `${os.platform()} ${os.arch()}`,
    node: process.version,
  };
}
