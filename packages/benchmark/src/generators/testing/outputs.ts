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

/** What Fortio writes of a run of 1000 requests, shortened. */
export const FORTIO = {
  RunType: 'HTTP',
  Labels: '',
  StartTime: '2026-01-02T03:04:05.000000000Z',
  RequestedQPS: '500',
  RequestedDuration: '2s',
  ActualQPS: 499.6,
  ActualDuration: 2001358589,
  NumThreads: 10,
  Version: '1.66.2',
  DurationHistogram: {
    Count: 1000,
    Min: 0.0001,
    Max: 0.004,
    Sum: 0.5,
    Avg: 0.0005,
    StdDev: 0.0001,
    Data: [
      { Start: 0.0001, End: 0.001, Percent: 90, Count: 900 },
      { Start: 0.001, End: 0.004, Percent: 100, Count: 100 },
    ],
    Percentiles: [
      { Percentile: 50, Value: 0.0006 },
      { Percentile: 99, Value: 0.0037 },
    ],
  },
  RetCodes: { '200': 1000 },
  URL: 'http://127.0.0.1:1/',
  NumConnections: 10,
};

/** What wrk prints of a run. */
export const WRK = `Running 2s test @ http://127.0.0.1:1/
  1 threads and 10 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   176.23us  528.82us  11.59ms   98.31%
    Req/Sec    58.26k     2.98k   61.53k    70.00%
  Latency Distribution
     50%  140.00us
     75%  160.00us
     90%  200.00us
     99%    1.50ms
  117000 requests in 2.01s, 17.00MB read
Requests/sec:  58208.95
Transfer/sec:      8.46MB
`;

/** What vegeta makes of its records, one line for each request. */
export function vegetaRecords(count: number): string {
  return Array.from({ length: count }, (_, seq) =>
    JSON.stringify({
      attack: '',
      seq,
      code: 200,
      timestamp: new Date(Date.UTC(2026, 0, 2) + seq * 2).toISOString(),
      latency: 150_000 + seq,
      bytes_out: 0,
      bytes_in: 3,
      error: '',
      body: null,
      method: 'GET',
      url: 'http://127.0.0.1:1/',
      headers: {},
    }),
  ).join('\n');
}

/** What k6 hands to `handleSummary`, shortened. */
export const K6 = {
  root_group: { name: '', path: '', id: '', groups: [], checks: [] },
  options: { summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(99)'] },
  state: { isStdOutTTY: false, testRunDurationMs: 2000 },
  metrics: {
    http_reqs: {
      type: 'counter',
      contains: 'default',
      values: { count: 1000, rate: 500 },
    },
    http_req_failed: {
      type: 'rate',
      contains: 'default',
      values: { rate: 0, passes: 0, fails: 1000 },
    },
    http_req_duration: {
      type: 'trend',
      contains: 'time',
      values: { avg: 0.5, min: 0.1, med: 0.4, max: 4, 'p(99)': 3.5 },
    },
  },
};
