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

import type { LiveView, LoadProfile } from '@meshplane/benchmark';
import type { Terminal } from '../terminal';
import { amount, milliseconds } from './text/numbers';

const START_OF_LINE = '\r\u001b[2K';

export interface Progress {
  show(view: LiveView): void;
  /** Leaves the line clean. */
  end(): void;
}

/**
 * Progress of one run: a line that changes where a person looks on, one line at the start elsewhere, and nothing if so
 * wished.
 */
export function progressOf(
  terminal: Terminal,
  options: { quiet: boolean; prefix: string; profile: LoadProfile },
): Progress {
  if (options.quiet) return { show() {}, end() {} };
  const { name, endpoints } = options.profile;
  const what = `${options.prefix}${name} → ${endpoints
    .map(({ url }) => url)
    .join(', ')}`;
  if (!terminal.interactive) {
    terminal.tell(`${what}\n`);
    return { show() {}, end() {} };
  }
  terminal.tell(`${START_OF_LINE}${what}`);
  return {
    show: view =>
      terminal.tell(`${START_OF_LINE}${options.prefix}${viewLine(view)}`),
    end: () => terminal.tell(START_OF_LINE),
  };
}

/** What is going on, in one line. */
export function viewLine(view: LiveView): string {
  const { phase, elapsedSeconds, plannedSeconds, counts, response } = view;
  if (phase !== 'measured') return phase;
  const failed = Object.values(counts.errors).reduce((sum, n) => sum + n, 0);
  const rate = view.lastSlice?.sent ?? 0;
  const latency =
    response.totalCount === 0
      ? ''
      : `, p50 ${milliseconds(
          response.getValueAtPercentile(50),
        )} p99 ${milliseconds(response.getValueAtPercentile(99))} ms`;
  return `${elapsedSeconds.toFixed(0)} of ${plannedSeconds.toFixed(
    0,
  )} s, ${amount(rate)} req/s, ${amount(counts.ok)} ok, ${amount(
    failed,
  )} failed${latency}`;
}
