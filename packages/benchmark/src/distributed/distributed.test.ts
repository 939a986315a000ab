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

import fc from 'fast-check';
import { Arrivals } from '../engine/schedule';
import {
  encodeHistogram,
  mergeDecoded,
  newHistogram,
  toDistribution,
} from '../engine/histograms';
import { loadProfileSchema, type LoadProfileInput } from '../model/profile';
import { runResultSchema, type RunResult, type Slice } from '../model/result';
import { LiveMerger } from './LiveMerger';
import { mergeResults } from './mergeResults';
import { mergeSlices } from './mergeSlices';
import { splitProfile } from './splitProfile';

const stage = fc.record({
  seconds: fc.integer({ min: 1, max: 4 }),
  from: fc.integer({ min: 0, max: 40 }),
  to: fc.integer({ min: 1, max: 40 }),
});
const stages = fc.array(stage, { minLength: 1, maxLength: 3 });
const micros = fc.integer({ min: 1, max: 120_000_000 });
const samples = fc.array(micros, { maxLength: 60 });
const shardSamples = fc.array(samples, { minLength: 1, maxLength: 6 });

function profileOf(change: Partial<LoadProfileInput> = {}) {
  return loadProfileSchema.parse({
    name: 'split',
    endpoints: [{ url: 'http://127.0.0.1:1/' }],
    load: { model: 'open', stages: [{ seconds: 10, from: 100, to: 100 }] },
    connections: 60,
    ...change,
  });
}

function histogramOf(values: readonly number[], digits: 2 | 3 = 3) {
  const histogram = newHistogram(digits);
  values.forEach(value => histogram.recordValue(value));
  return histogram;
}

function resultOf(values: readonly number[], change: Partial<RunResult> = {}) {
  return runResultSchema.parse({
    id: 'part',
    name: 'split',
    generator: { name: 'meshplane', threads: 1, cpuSeconds: 2 },
    measuredSeconds: 10,
    end: 'complete',
    precision: 'exact',
    validity: { status: 'valid', gates: [] },
    counts: {
      scheduled: values.length,
      sent: values.length,
      ok: values.length,
      errors: {},
      statuses: { 200: values.length },
    },
    targetRate: 10,
    achievedRate: values.length / 10,
    latency: { response: toDistribution(histogramOf(values)) },
    ...change,
  });
}

const named = (results: RunResult[]) =>
  results.map((result, index) => ({ name: `shard ${index}`, result }));

function timesOf(all: LoadProfileInput['load'], shard: number, shards: number) {
  const { load } = profileOf({ load: all });
  if (load.model === 'closed') return [];
  const arrivals = new Arrivals(load.stages, { shard, shards });
  const times: number[] = [];
  for (let at = arrivals.next(); at >= 0; at = arrivals.next()) times.push(at);
  return times;
}

describe('splitProfile', () => {
  it('gives every share its arrivals: together exactly those of the whole load', () => {
    fc.assert(
      fc.property(stages, fc.integer({ min: 1, max: 7 }), (list, of) => {
        const load = { model: 'open' as const, stages: list };
        const shares = splitProfile(profileOf({ load }), of);
        const times = shares.map(({ share }) =>
          timesOf(load, share.index, share.of),
        );
        expect(times.map(({ length }) => length)).toEqual(
          shares.map(({ requests }) => requests),
        );
        expect(times.flat().sort((a, b) => a - b)).toEqual(timesOf(load, 0, 1));
      }),
    );
  });

  it('divides connections and rate, with the remainder at the first ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 30 }),
        (threads, of, more) => {
          const connections = threads * of + more;
          const shares = splitProfile(profileOf({ connections, threads }), of);
          const sum = (value: (share: (typeof shares)[number]) => number) =>
            shares.reduce((total, share) => total + value(share), 0);
          expect(sum(share => share.connections)).toBe(connections);
          expect(sum(share => share.requests!)).toBe(1000);
          expect(sum(share => share.rate!)).toBeCloseTo(100, 9);
          expect(shares.map(share => share.offsetMs)).toEqual(
            shares.map((_, index) => index * 10),
          );
        },
      ),
    );
  });

  it('says how many connections are needed', () => {
    expect(() =>
      splitProfile(profileOf({ connections: 5, threads: 2 }), 3),
    ).toThrow(
      '"connections": 5 cannot be divided over 3 generators with 2 threads each; take 6 at least, or fewer shards',
    );
    expect(() => splitProfile(profileOf(), 0)).toThrow('"0" generators');
  });
});

describe('mergeResults', () => {
  it('has exactly the samples of all shards, whatever their order', () => {
    fc.assert(
      fc.property(shardSamples, shards => {
        const merged = mergeResults(named(shards.map(s => resultOf(s))), {
          id: 'run',
        });
        // Encoded once, as every histogram of a result: that keeps the bucket of the largest value, not the value.
        const all = toDistribution(
          mergeDecoded([encodeHistogram(histogramOf(shards.flat()))], 3),
        );
        expect(merged.latency.response).toEqual(all);
        const turned = mergeResults(
          named(shards.map(s => resultOf(s)).reverse()),
          { id: 'run' },
        );
        expect(turned.latency).toEqual(merged.latency);
        expect(turned.counts).toEqual(merged.counts);
        expect(merged.counts.sent).toBe(shards.flat().length);
        expect(merged.targetRate).toBe(10 * shards.length);
        expect(() => runResultSchema.parse(merged)).not.toThrow();
      }),
      // Each makes several histograms of three digits, which take milliseconds.
      { numRuns: 25 },
    );
  });

  it('notices samples that were lost on the way', () => {
    const broken = resultOf([5, 6, 7]);
    broken.latency.response!.count = 4;
    expect(() =>
      mergeResults(named([resultOf([1]), broken]), { id: 'run' }),
    ).toThrow('4 samples instead of 5');
  });

  it('refuses to put percentiles without histograms together', () => {
    const summary = resultOf([1]);
    delete summary.latency.response!.hdr;
    expect(() =>
      mergeResults(named([resultOf([1]), summary]), { id: 'run' }),
    ).toThrow('shard 1 has no exact histogram');
  });

  it('is invalid when one shard is, and names it beside the worst value', () => {
    const gate = (value: number) => ({
      name: 'lag' as const,
      passed: value <= 2,
      value,
      limit: 2,
      unit: 'ms',
      message: `late by ${value} ms`,
    });
    const parts = [1, 9, 1.5].map(value =>
      resultOf([1], {
        validity: {
          status: value <= 2 ? 'valid' : 'invalid',
          gates: [gate(value)],
          notes: value > 2 ? ['too slow'] : [],
        },
      }),
    );
    expect(mergeResults(named(parts), { id: 'run' }).validity).toEqual({
      status: 'invalid',
      gates: [{ ...gate(9), message: 'shard 1: late by 9 ms' }],
      notes: ['shard 1: too slow'],
    });
    expect(
      mergeResults(named([parts[0], parts[2]]), { id: 'run' }).validity.status,
    ).toBe('valid');
  });

  it('is invalid and failed when a shard gave no result', () => {
    const merged = mergeResults(named([resultOf([1, 2])]), {
      id: 'run',
      missing: ['Shard 1 gave no result'],
    });
    expect(merged).toMatchObject({
      end: 'failed',
      validity: { status: 'invalid', notes: ['Shard 1 gave no result'] },
      counts: { sent: 2 },
    });
  });

  it('judges the gates of the profile over the whole', () => {
    const profile = profileOf({ gates: [{ threshold: 'p(50)<1' }] });
    const merged = mergeResults(
      named([
        resultOf(Array(1000).fill(100_000), { profile }),
        resultOf(Array(1000).fill(200_000), { profile }),
      ]),
      { id: 'run' },
    );
    expect(merged.gates).toMatchObject([
      { threshold: 'p(50)<1', verdict: 'fail' },
    ]);
  });
});

const slice = fc
  .record({
    second: fc.integer({ min: 0, max: 4 }),
    values: fc.array(micros, { minLength: 1, maxLength: 20 }),
    errors: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ second, values, errors }): Slice & { values: number[] } => ({
    second,
    scheduled: values.length + errors,
    sent: values.length + errors,
    ok: values.length,
    errors: errors > 0 ? { http_5xx: errors } : {},
    bytes: 10,
    hdr: encodeHistogram(histogramOf(values, 2)),
    values,
  }));
const shardSlices = fc.array(
  fc.uniqueArray(slice, { selector: ({ second }) => second, maxLength: 5 }),
  { minLength: 1, maxLength: 4 },
);

describe('mergeSlices', () => {
  it('merges every second exactly', () => {
    fc.assert(
      fc.property(shardSlices, shards => {
        const merged = mergeSlices(shards);
        const seconds = [...new Set(shards.flat().map(s => s.second))];
        expect(merged.map(({ second }) => second)).toEqual(
          seconds.sort((a, b) => a - b),
        );
        for (const one of merged) {
          const parts = shards.flat().filter(s => s.second === one.second);
          expect(one.hdr).toBe(
            encodeHistogram(
              histogramOf(
                parts.flatMap(s => s.values),
                2,
              ),
            ),
          );
          expect(one.sent).toBe(parts.reduce((n, s) => n + s.sent, 0));
          expect(one.ok + (one.errors.http_5xx ?? 0)).toBe(one.sent);
        }
      }),
    );
  });
});

describe('LiveMerger', () => {
  const second = (at: number, ok: number, errors = 0): Slice => ({
    second: at,
    scheduled: ok + errors,
    sent: ok + errors,
    ok,
    errors: errors > 0 ? { request_timeout: errors } : {},
    bytes: 0,
    hdr: encodeHistogram(histogramOf(Array(ok).fill(1000), 2)),
  });
  const told = (elapsedSeconds: number, ...slices: Slice[]) => ({
    phase: 'measured' as const,
    elapsedSeconds,
    slices,
  });

  it('waits with a second for the slowest shard', () => {
    const merger = new LiveMerger(profileOf(), 2);
    merger.add(0, told(2.1, second(0, 5), second(1, 5)));
    expect(merger.takeSeconds()).toEqual([]);
    merger.add(1, told(1.2, second(0, 4)));
    expect(merger.takeSeconds()).toMatchObject([{ second: 0, ok: 9 }]);
    expect(merger.takeSeconds()).toEqual([]);
    expect(merger.view()).toMatchObject({
      phase: 'measured',
      elapsedSeconds: 1.2,
      plannedSeconds: 10,
      counts: { sent: 14, ok: 14 },
      lastSlice: { second: 0, sent: 9 },
    });
  });

  it('does not wait for a second in which a shard had nothing to send', () => {
    const merger = new LiveMerger(profileOf(), 2);
    merger.add(0, told(1.1, second(0, 1)));
    merger.add(1, told(1.1));
    expect(merger.takeSeconds()).toMatchObject([{ second: 0, sent: 1 }]);
  });

  it('counts what late answers change, and tells such a second again', () => {
    const merger = new LiveMerger(profileOf(), 1);
    merger.add(0, told(1, { ...second(0, 2), sent: 4, scheduled: 4 }));
    merger.takeSeconds();
    merger.add(0, told(9, second(0, 2, 2)));
    expect(merger.takeSeconds()).toMatchObject([
      { second: 0, errors: { request_timeout: 2 } },
    ]);
    expect(merger.view().counts).toEqual({
      scheduled: 4,
      sent: 4,
      ok: 2,
      errors: { request_timeout: 2 },
    });
    expect(merger.view().response.totalCount).toBe(2);
    expect(merger.slices()).toHaveLength(1);
  });

  it('adds up to the same as the seconds of the end', () => {
    fc.assert(
      fc.property(shardSlices, shards => {
        const merger = new LiveMerger(profileOf(), shards.length);
        shards.forEach((slices, shard) =>
          merger.add(shard, told(10, ...slices)),
        );
        const all = shards.flat();
        expect(merger.view().counts.sent).toBe(
          all.reduce((n, s) => n + s.sent, 0),
        );
        expect(merger.view().response.totalCount).toBe(
          all.reduce((n, s) => n + s.ok, 0),
        );
        expect(merger.takeSeconds()).toEqual(merger.slices());
      }),
    );
  });
});
