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

import { Histogram } from 'hdr-histogram-js';
import { newHistogram } from '../engine/histograms';
import { AbortReason, LiveCounts, LiveView } from '../engine/live';
import { Gate } from '../model/profile';
import { MIN_TAIL_TO_JUDGE, tailCount } from '../statistics/distribution';
import { failures } from '../statistics/failures';
import {
  GateTarget,
  judgeInterval,
  keeps,
  limitOf,
  showValue,
} from './gateTarget';
import { wilsonInterval } from './measure';

/** Seconds of the past that are kept; where they hold too few samples, the whole run is looked at. */
const MAX_KEPT_SECONDS = 60;
const Z95 = 1.96;

/** A gate that may end a run. */
export interface LiveGate extends GateTarget {
  gate: Gate;
}

/** What one gate needs, counted from the begin of the measured phase. */
interface Totals {
  failed: number;
  ok: number;
  histogram?: Histogram;
}

interface Snapshot {
  second: number;
  totals: Totals[];
}

/** The latest past of a run, and whether a gate is crossed for certain in it. */
export class RollingWindow {
  private readonly snapshots: Snapshot[] = [];

  constructor(
    private readonly gates: readonly LiveGate[],
    private readonly windowSeconds: number,
  ) {}

  check(view: LiveView): AbortReason | undefined {
    const now: Snapshot = {
      second: view.elapsedSeconds,
      totals: this.gates.map(gate => this.read(gate, view)),
    };
    const reason = this.firstCrossed(now);
    this.snapshots.push(now);
    while (now.second - this.snapshots[0].second > MAX_KEPT_SECONDS) {
      this.snapshots.shift();
    }
    return reason;
  }

  private firstCrossed(now: Snapshot): AbortReason | undefined {
    for (const [i, gate] of this.gates.entries()) {
      if (now.second >= gate.gate.delaySeconds) {
        const message = this.crossed(gate, i, now);
        if (message) {
          return {
            metric: gate.gate.metric,
            threshold: gate.gate.threshold,
            message,
          };
        }
      }
    }
    return undefined;
  }

  /** The message where a gate is crossed for certain. */
  private crossed(
    gate: LiveGate,
    index: number,
    now: Snapshot,
  ): string | undefined {
    const { kind } = gate.threshold.aggregation;
    if (kind === 'count' || kind === 'min' || kind === 'max') {
      return this.crossedFact(gate, now.totals[index], now.second);
    }
    for (const { stretch, seconds } of this.stretches(index, now)) {
      const seen = measureStretch(gate, stretch, seconds);
      if (seen) {
        const { operator, text } = gate.threshold;
        const failed =
          judgeInterval(seen.value, seen.interval, operator, limitOf(gate)) ===
          'fail';
        return failed
          ? `${showValue(gate, seen.value)} over the last ${Math.round(
              seconds,
            )} s against ${text}`
          : undefined;
      }
    }
    return undefined;
  }

  /** Counts and extremes only grow: once they are beyond an upper limit they stay there; a lower limit is for the end. */
  private crossedFact(
    gate: LiveGate,
    totals: Totals,
    seconds: number,
  ): string | undefined {
    const { aggregation, operator, text } = gate.threshold;
    const limit = limitOf(gate);
    const isUpper = operator === '<' || operator === '<=' || operator === '==';
    const isFinal =
      aggregation.kind === 'min'
        ? operator === '>' || operator === '>='
        : isUpper;
    const value = factOf(gate, totals);
    if (value === undefined || !isFinal) {
      return undefined;
    }
    const crossed =
      operator === '==' ? value > limit : !keeps(value, operator, limit);
    return crossed
      ? `${showValue(gate, value)} after ${Math.round(
          seconds,
        )} s against ${text}`
      : undefined;
  }

  /** Stretches that end now, the shortest first, the whole run last. */
  private *stretches(
    index: number,
    now: Snapshot,
  ): Generator<{ stretch: Totals; seconds: number }> {
    const whole = now.totals[index];
    for (let i = this.snapshots.length - 1; i >= 0; i--) {
      const { second, totals } = this.snapshots[i];
      const seconds = now.second - second;
      if (seconds >= this.windowSeconds) {
        yield { stretch: difference(whole, totals[index]), seconds };
      }
    }
    if (now.second >= this.windowSeconds) {
      yield { stretch: whole, seconds: now.second };
    }
  }

  private read(gate: LiveGate, view: LiveView): Totals {
    const { metric, endpoint } = gate;
    const counts: Pick<LiveCounts, 'ok' | 'errors'> & {
      response?: Histogram;
    } =
      endpoint === undefined
        ? view.counts
        : view.endpoints[endpoint] ?? { ok: 0, errors: {} };
    const isLatency = metric === 'latency' || metric === 'service';
    let source: Histogram | undefined;
    if (isLatency) {
      source =
        endpoint === undefined
          ? view[metric === 'service' ? 'service' : 'response']
          : counts.response;
    }
    return {
      failed: failures(counts).failed,
      ok: counts.ok,
      ...(source ? { histogram: copyOf(source) } : {}),
    };
  }
}

function copyOf(source: Histogram): Histogram {
  const copy = newHistogram(2);
  copy.add(source);
  return copy;
}

function difference(now: Totals, then: Totals): Totals {
  const failed = now.failed - then.failed;
  const ok = now.ok - then.ok;
  if (!now.histogram || !then.histogram) {
    return { failed, ok };
  }
  const histogram = copyOf(now.histogram);
  histogram.subtract(then.histogram);
  return { failed, ok, histogram };
}

function factOf(gate: LiveGate, totals: Totals): number | undefined {
  const { kind } = gate.threshold.aggregation;
  if (kind === 'count') {
    return gate.metric === 'errors' ? totals.failed : totals.ok;
  }
  if (!totals.histogram || totals.histogram.totalCount === 0) {
    return undefined;
  }
  const { minNonZeroValue, maxValue } = totals.histogram;
  return (kind === 'min' ? minNonZeroValue : maxValue) / 1000;
}

/** Value and interval of a stretch; undefined where it has too few samples to be sure. */
function measureStretch(
  gate: LiveGate,
  stretch: Totals,
  seconds: number,
): { value: number; interval: [number, number] } | undefined {
  const { aggregation } = gate.threshold;
  if (gate.metric === 'errors') {
    const finished = stretch.failed + stretch.ok;
    return finished < MIN_TAIL_TO_JUDGE
      ? undefined
      : {
          value: stretch.failed / finished,
          interval: wilsonInterval(stretch.failed, finished),
        };
  }
  if (gate.metric === 'rate') {
    // Good answers as a Poisson count: the least that a rate varies.
    const half = Z95 * Math.sqrt(Math.max(1, stretch.ok));
    return {
      value: stretch.ok / seconds,
      interval: [(stretch.ok - half) / seconds, (stretch.ok + half) / seconds],
    };
  }
  const { histogram } = stretch;
  if (!histogram) {
    return undefined;
  }
  const n = histogram.totalCount;
  if (aggregation.kind === 'avg') {
    if (n < MIN_TAIL_TO_JUDGE) {
      return undefined;
    }
    const half = (Z95 * histogram.stdDeviation) / Math.sqrt(n);
    const value = histogram.mean / 1000;
    return { value, interval: [value - half / 1000, value + half / 1000] };
  }
  const { percentile } = aggregation as { percentile: number };
  if (tailCount(n, percentile) < MIN_TAIL_TO_JUDGE) {
    return undefined;
  }
  const q = percentile / 100;
  const spread = (100 * Z95 * Math.sqrt(n * q * (1 - q))) / n;
  const at = (p: number) =>
    histogram.getValueAtPercentile(Math.min(100, Math.max(0, p))) / 1000;
  return {
    value: at(percentile),
    interval: [at(percentile - spread), at(percentile + spread)],
  };
}
