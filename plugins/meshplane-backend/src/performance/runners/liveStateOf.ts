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
import type { LiveState } from '@meshplane/plugin-meshplane-common';

type Histogram = LiveView['response'];

/** What people see of a load while it runs, of what the engine says of it. */
export function liveStateOf(
  view: LiveView,
  load: LoadProfile['load'],
): LiveState {
  const { phase, elapsedSeconds, plannedSeconds, counts, lastSlice } = view;
  const targetRate = rateAt(load, elapsedSeconds);
  const percentile = (histogram: Histogram, value: number) =>
    histogram.totalCount > 0
      ? histogram.getValueAtPercentile(value)
      : undefined;
  return {
    phase,
    elapsedSeconds,
    plannedSeconds,
    sent: counts.sent,
    ok: counts.ok,
    errors: { ...counts.errors },
    rate: lastSlice?.sent ?? 0,
    targetRate,
    p50: percentile(view.response, 50),
    p90: percentile(view.response, 90),
    p99: percentile(view.response, 99),
    lagP99Ms: lastSlice?.lagP99Ms,
  };
}

/** The rate that the schedule wants at a moment; undefined for a closed loop. */
function rateAt(load: LoadProfile['load'], seconds: number) {
  if (load.model === 'closed') return undefined;
  let begin = 0;
  for (const { seconds: length, from, to } of load.stages) {
    if (seconds < begin + length)
      return from + ((to - from) * Math.max(0, seconds - begin)) / length;
    begin += length;
  }
  return load.stages.at(-1)?.to;
}
