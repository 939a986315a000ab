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

const UNIT_SECONDS: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * Seconds of a duration in the notation of Go (`1h30m`, `1.5s`, `300ms`), which SMP, Meshery and Fortio use.
 * Undefined where the text is no such duration.
 */
export function parseGoDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '0') {
    return 0;
  }
  const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
  let seconds = 0;
  let at = 0;
  while (at < trimmed.length) {
    part.lastIndex = at;
    const match = part.exec(trimmed);
    if (!match) {
      return undefined;
    }
    seconds += Number(match[1]) * UNIT_SECONDS[match[2]];
    at = part.lastIndex;
  }
  return at === 0 || !Number.isFinite(seconds) ? undefined : seconds;
}

/** The shortest notation in Go's form that gives the same number of seconds: 1800 → `30m`, 0.5 → `500ms`. */
export function formatGoDuration(seconds: number): string {
  if (seconds === 0) {
    return '0s';
  }
  if (Number.isInteger(seconds)) {
    if (seconds % 3600 === 0) {
      return `${seconds / 3600}h`;
    }
    return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
  }
  const ms = seconds * 1000;
  return Number.isInteger(ms) ? `${ms}ms` : `${seconds}s`;
}
