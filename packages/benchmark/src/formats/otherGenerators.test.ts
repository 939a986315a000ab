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

import {
  hdr as hdrBase64,
  vegetaReport,
  vegetaRows,
  wrk,
  wrk2,
} from './__testUtils__/sampleContents';
import { importPerformance } from './importPerformance';

const read = (data: unknown, options = {}) =>
  importPerformance(
    typeof data === 'string' ? data : JSON.stringify(data, null, 2),
    options,
  );

describe('the output of wrk2 and wrk', () => {
  it('of wrk2 is corrected latency with its table as buckets', () => {
    const [result] = read(wrk2).results;
    expect(result.generator).toMatchObject({ name: 'wrk2', threads: 2 });
    expect(result.precision).toBe('bucketed');
    expect(result.latency.response).toMatchObject({
      count: 1000,
      mean: 2500,
      percentiles: { 50: 2000, 99: 8000 },
    });
    expect(result.counts.errors).toEqual({
      reset: 1,
      request_timeout: 2,
      http_failed: 5,
    });
    expect(result.bytesReceived).toBe(1.5 * 1024 * 1024);
  });

  it('of wrk is service time, known by percentiles only', () => {
    const [result] = read(wrk).results;
    expect(result.generator.name).toBe('wrk');
    expect(result.precision).toBe('summary');
    expect(result.latency.response).toBeUndefined();
    expect(result.latency.service?.percentiles).toEqual({
      50: 2000,
      90: 4000,
      99: 8000,
    });
  });

  it('cut off is refused with the line', () => {
    const report = read(wrk2.slice(0, wrk2.indexOf('Requests/sec')));
    expect(report.errors[0].message).toContain('cut off');
    expect(report.errors[0].line).toBeGreaterThan(20);
  });
});

describe('vegeta', () => {
  it('reports nanoseconds', () => {
    const [result] = read(vegetaReport).results;
    expect(result).toMatchObject({
      measuredSeconds: 10,
      counts: {
        sent: 1000,
        ok: 990,
        errors: { http_5xx: 8, socket_error: 2 },
      },
    });
    expect(result.latency.service).toMatchObject({
      mean: 3000,
      percentiles: { 50: 2000, 99: 9000 },
      buckets: [
        { from: 0, to: 5000, count: 900 },
        { from: 5000, to: 20_000, count: 100 },
      ],
    });
  });

  it('encodes requests, which become exact histograms and seconds', () => {
    const { results, format } = read(vegetaRows);
    expect(format).toBe('vegeta-records');
    const [result] = results;
    expect(result.precision).toBe('exact');
    expect(result.counts).toMatchObject({ sent: 30, ok: 27 });
    expect(result.latency.service).toMatchObject({ count: 27, min: 1000 });
    expect(result.latency.errors?.count).toBe(3);
    expect(result.slices.map(s => [s.second, s.sent, s.ok])).toEqual([
      [0, 10, 9],
      [1, 10, 9],
      [2, 10, 9],
    ]);
  });

  it('names the row that is broken', () => {
    const rows = vegetaRows.split('\n');
    rows[6] = rows[6].replace(/"latency":\d+/, '"latency":-1');
    expect(read(rows.join('\n')).errors[0]).toMatchObject({
      line: 7,
      path: 'latency',
    });
    rows[6] = '{"code": 2';
    expect(read(rows.join('\n')).errors[0]).toMatchObject({ line: 7 });
  });

  it('in its binary form asks for a conversion', () => {
    const [error] = importPerformance(
      Uint8Array.of(0x5c, 0xff, 0x81, 0x03, 0x01),
    ).errors;
    expect(error.message).toContain('vegeta encode --to json');
  });
});

describe('HDR histograms', () => {
  const hdr = hdrBase64;

  it('are exact, in the unit that the user names', () => {
    const [us] = read(hdr).results;
    expect(us.precision).toBe('exact');
    expect(us.latency.response).toMatchObject({ count: 1000, min: 1000 });
    const [ns] = read(hdr, { hdrUnit: 'ns' }).results;
    expect(ns.latency.response).toMatchObject({ count: 1000, min: 1 });
  });

  it('in a log are merged, and their intervals add up', () => {
    const log = `#[Histogram log format version 1.3]
#[StartTime: 1 (seconds since epoch)]
"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"
0.000,1.000,2.000,${hdr}
1.000,1.000,2.000,${hdr}
`;
    const [result] = read(log).results;
    expect(result.latency.response?.count).toBe(2000);
    expect(result.measuredSeconds).toBe(2);
    expect(result.achievedRate).toBe(1000);
  });
});
