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

import type { TimelinePoint } from '@meshplane/plugin-meshplane-common';

/** The timeline as a table with one row per second; latencies in microseconds. */
export function timelineCsv(timeline: readonly TimelinePoint[]): string {
  const outcomes = [
    ...new Set(timeline.flatMap(({ errors }) => Object.keys(errors))),
  ].sort();
  const rows = timeline.map(point => [
    point.second,
    point.scheduled,
    point.sent,
    point.ok,
    point.bytes,
    point.p50,
    point.p90,
    point.p99,
    point.lagP99Ms,
    ...outcomes.map(outcome => point.errors[outcome] ?? 0),
  ]);
  const header = [
    'second',
    'scheduled',
    'sent',
    'ok',
    'bytes',
    'p50_us',
    'p90_us',
    'p99_us',
    'lag_p99_ms',
    ...outcomes.map(outcome => `error_${cell(outcome)}`),
  ];
  return `${[header, ...rows]
    .map(row => row.map(value => value ?? '').join(','))
    .join('\r\n')}\r\n`;
}

/** Names of outcomes may come from files: nothing in them may end the cell, or begin a formula of a spreadsheet. */
function cell(text: string): string {
  return text.replace(/[^A-Za-z0-9_.-]/g, '_');
}
