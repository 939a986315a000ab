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

import { newHistogram } from '../engine/histograms';
import { AbortReason, LiveView } from '../engine/live';
import { makeRun } from '../__testUtils__/runs';
import { gateSchema, LoadProfile, loadProfileSchema } from '../model/profile';
import { createLiveGates } from './liveGates';

const profile: LoadProfile = loadProfileSchema.parse({
  name: 'shop',
  endpoints: [{ name: 'cart', url: 'http://127.0.0.1:1/cart' }],
  load: { model: 'open', stages: [{ seconds: 600, from: 500, to: 500 }] },
});

/** What the run is like in one second. */
interface Second {
  us: number;
  failed?: number;
}

/** Drives gates second by second as the engine does; the second at which they end the run, if any. */
function drive(
  threshold: string,
  second: (n: number) => Second,
  options: {
    seconds?: number;
    rate?: number;
    metric?: string;
    delaySeconds?: number;
    phase?: LiveView['phase'];
  } = {},
): { second: number; reason: AbortReason } | undefined {
  const { seconds = 120, rate = 500, metric, phase = 'measured' } = options;
  const gates = createLiveGates(
    [
      gateSchema.parse({
        threshold,
        metric,
        abort: true,
        delaySeconds: options.delaySeconds,
      }),
    ],
    profile,
  );
  const response = newHistogram(2);
  const counts = { scheduled: 0, sent: 0, ok: 0, errors: { http_5xx: 0 } };
  for (let n = 1; n <= seconds; n++) {
    const { us, failed = 0 } = second(n);
    response.recordValueWithCount(us, rate - failed);
    counts.scheduled += rate;
    // One second of requests is always on its way: they are no failures.
    counts.sent += n === 1 ? 2 * rate : rate;
    counts.ok += rate - failed;
    counts.errors.http_5xx += failed;
    const reason = gates.shouldAbort({
      phase,
      elapsedSeconds: n,
      plannedSeconds: 600,
      counts,
      response,
      service: response,
      endpoints: { cart: { ...counts, response } },
    });
    if (reason) {
      return { second: n, reason };
    }
  }
  return undefined;
}

describe('live gates', () => {
  it('let a run that keeps its gates go on', () => {
    expect(drive('p(99)<10', () => ({ us: 5000 }))).toBeUndefined();
    expect(
      drive('rate<0.01', () => ({ us: 1000, failed: 2 }), {
        metric: 'errors',
      }),
    ).toBeUndefined();
  });

  it('end a run that turns bad within the window, although the whole is still good', () => {
    const ended = drive('p(50)<10', n => ({ us: n <= 60 ? 1000 : 50_000 }))!;
    expect(ended.second).toBeGreaterThan(60);
    expect(ended.second).toBeLessThanOrEqual(67);
    expect(ended.reason).toMatchObject({
      metric: 'latency',
      threshold: 'p(50)<10',
    });
    expect(ended.reason.message).toMatch(/ms over the last 1\d s against/);
  });

  it('widen the window until a percentile has 100 samples beyond it', () => {
    // 5000 requests in ten seconds leave 50 beyond p99: 20 s are needed.
    const ended = drive('p(99)<10', () => ({ us: 50_000 }))!;
    expect(ended.second).toBe(20);
  });

  it('end on failures that are certainly too many', () => {
    const ended = drive(
      'rate<0.01',
      n => ({ us: 1000, failed: n > 30 ? 25 : 0 }),
      {
        metric: 'errors',
      },
    )!;
    expect(ended.second).toBeGreaterThan(30);
    expect(ended.second).toBeLessThan(38);
    expect(ended.reason.message).toContain('%');
  });

  it('take counts and extremes as facts at once, but not before the delay', () => {
    const gone = drive('count<=100', () => ({ us: 1000, failed: 60 }), {
      metric: 'errors',
      delaySeconds: 0,
    });
    expect(gone?.second).toBe(2);
    expect(
      drive('max<10', () => ({ us: 20_000 }), { delaySeconds: 7 })?.second,
    ).toBe(7);
  });

  it('do not end on a count that has still to be reached', () => {
    expect(
      drive('count>1000000', () => ({ us: 1000 }), { metric: 'rate' }),
    ).toBeUndefined();
  });

  it('watch a single endpoint', () => {
    const ended = drive('p(50)<10', () => ({ us: 50_000 }), {
      metric: 'latency{endpoint:cart}',
    });
    expect(ended?.second).toBe(10);
  });

  it('are silent outside of the measured phase', () => {
    expect(
      drive('p(50)<1', () => ({ us: 50_000 }), { phase: 'warm-up' }),
    ).toBeUndefined();
  });

  it('refuse thresholds, metrics and endpoints that do not exist before the run', () => {
    const create = (metric: string, threshold: string) =>
      createLiveGates([gateSchema.parse({ metric, threshold })], profile);
    expect(() => create('latency', 'p(99<1')).toThrow('position');
    expect(() => create('speed', 'p(99)<1')).toThrow('"speed"');
    expect(() => create('latency{endpoint:shop}', 'p(99)<1')).toThrow(
      'it has cart',
    );
  });

  it('judge at the end, and call the gate that ended the run failed', () => {
    const gates = [
      gateSchema.parse({ threshold: 'p(99)<3' }),
      gateSchema.parse({ threshold: 'p(50)<3', abort: true }),
    ];
    const live = createLiveGates(gates, profile);
    const reason = {
      metric: 'latency',
      threshold: 'p(50)<3',
      message: '9 ms over the last 10 s',
    };
    const [first, second] = live.judge(makeRun(), reason);
    expect(first).toMatchObject({ verdict: 'pass', aborted: false });
    expect(second).toMatchObject({
      verdict: 'fail',
      aborted: true,
      message: '9 ms over the last 10 s',
    });
  });
});
