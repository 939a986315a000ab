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

import { encodeHistogram, newHistogram } from '../../engine/histograms';
import { makeRun } from '../../__testUtils__/runs';

/** A small run of our own. */
export const ownRun = makeRun({ seconds: 3, rate: 200, failures: () => 2 });

export const smpTest = {
  test: {
    smp_version: 'v0.0.1',
    id: 'a1',
    name: 'shop baseline',
    labels: { team: 'shop' },
    clients: [
      {
        internal: false,
        load_generator: 'fortio',
        protocol: 1,
        connections: 4,
        rps: 100,
        headers: { 'x-a': 'b' },
        cookies: { session: 'c' },
        body: '',
        content_type: '',
        endpoint_urls: ['http://localhost/a', 'http://localhost/b'],
        future_field: { deep: [1, 2] },
      },
      {
        internal: true,
        load_generator: 'nighthawk',
        protocol: 'PROTOCOL_GRPC',
        connections: 2,
        rps: 0,
        endpoint_urls: ['localhost:9000'],
        ssl_certificate: 'PEM',
        additional_options: '{"h2": true}',
      },
    ],
    duration: '1m30s',
    extra: 'kept',
  },
  mesh: { type: 3 },
};

export const smpResult = {
  smp_version: 'v0.0.1',
  id: 'r1',
  labels: { a: 'b' },
  start_time: '2026-01-02T03:04:05Z',
  end_time: '2026-01-02T03:05:05Z',
  latencies_ms: { min: 1, average: 3, p50: 2.5, p90: 5, p99: 9, max: 20 },
  actual_qps: 100,
  details_uri: 'https://example.com/raw',
  test_id: 't1',
  mesh_config_id: 'm1',
  env_id: 'e1',
  vendor: { x: 1 },
};

export const fortio = {
  RunType: 'HTTP',
  Labels: 'shop',
  StartTime: '2026-01-02T03:04:05.123456789Z',
  RequestedQPS: '100',
  RequestedDuration: '10s',
  ActualQPS: 99.5,
  ActualDuration: 10_050_000_000,
  NumThreads: 4,
  Version: '1.66.2',
  DurationHistogram: {
    Count: 1000,
    Min: 0.001,
    Max: 0.02,
    Sum: 3,
    Avg: 0.003,
    StdDev: 0.001,
    Data: [
      { Start: 0.001, End: 0.002, Percent: 50, Count: 500 },
      { Start: 0.002, End: 0.005, Percent: 99, Count: 490 },
      { Start: 0.005, End: 0.02, Percent: 100, Count: 10 },
    ],
    Percentiles: [
      { Percentile: 50, Value: 0.002 },
      { Percentile: 99, Value: 0.005 },
    ],
  },
  ErrorsDurationHistogram: {
    Count: 10,
    Min: 0.006,
    Max: 0.02,
    Sum: 0.1,
    Avg: 0.01,
    StdDev: 0.001,
    Data: [{ Start: 0.006, End: 0.02, Percent: 100, Count: 10 }],
    Percentiles: null,
  },
  Exactly: 0,
  RetCodes: { '200': 990, '503': 7, '-1': 3 },
  Sizes: { Count: 1000, Sum: 100_000 },
  URL: 'http://localhost:8080/echo',
  H2: false,
};

export const mesheryProfile = {
  id: '00000000-0000-0000-0000-000000000000',
  name: 'checkout',
  schedule: null,
  loadGenerators: ['fortio'],
  endpoints: ['http://localhost:8080/', 'http://localhost:8080/b'],
  serviceMesh: 'istio',
  concurrentRequest: 8,
  qps: 50,
  duration: '30s',
  requestHeaders: '{"x-a": "b"}',
  requestCookies: '{"c":"d"}',
  requestBody: 'hello',
  contentType: 'text/plain',
  metadata: { additional_options: '{"h2":true}', other: [1] },
  createdAt: '0001-01-01T00:00:00Z',
};

export const mesheryResult = {
  mesheryId: 'm-1',
  name: 'shop_1',
  mesh: 'istio',
  performanceProfile: 'p-1',
  testId: null,
  serverMetrics: { a: 1 },
  serverBoardConfig: null,
  testStartTime: '2026-01-02T03:04:05Z',
  runnerResults: { ...fortio, 'load-generator': 'fortio', kubernetes: {} },
};

const k6Trend = {
  avg: 12,
  min: 1,
  med: 10,
  max: 90,
  'p(90)': 30,
  'p(95)': 40,
};

export const k6Legacy = {
  root_group: { name: '', checks: [] },
  options: { summaryTrendStats: ['avg'] },
  state: { isStdErrTTY: false, testRunDurationMs: 10_000 },
  metrics: {
    http_req_duration: {
      type: 'trend',
      contains: 'time',
      values: k6Trend,
      thresholds: { 'p(95)<50': { ok: true } },
    },
    http_reqs: {
      type: 'counter',
      contains: 'default',
      values: { count: 1000, rate: 100 },
    },
    http_req_failed: {
      type: 'rate',
      contains: 'default',
      values: { rate: 0.01, passes: 10, fails: 990 },
    },
    data_received: {
      type: 'counter',
      contains: 'data',
      values: { count: 5000, rate: 500 },
    },
  },
};

export const k6Export = {
  root_group: {},
  metrics: {
    http_req_duration: { ...k6Trend, thresholds: { 'p(95)<50': false } },
    http_reqs: { count: 1000, rate: 100 },
    http_req_failed: { value: 0, passes: 0, fails: 1000 },
  },
};

export const k6Machine = {
  version: '1.0.0',
  metadata: { generatedAt: '2026-01-02T03:04:05Z', k6Version: '1.5.0' },
  config: { duration: 10, execution: 'local', script: 'test.js' },
  results: {
    metrics: [
      {
        name: 'http_req_duration',
        type: 'trend',
        contains: 'time',
        values: k6Trend,
      },
      {
        name: 'http_reqs',
        type: 'counter',
        contains: 'default',
        values: { count: 1000 },
      },
      {
        name: 'http_req_failed',
        type: 'rate',
        contains: 'default',
        values: { rate: 0, matches: 0, total: 1000 },
      },
    ],
    checks: { metrics: [], results: [] },
  },
};

export const vegetaReport = {
  latencies: {
    total: 3_000_000_000,
    mean: 3_000_000,
    '50th': 2_000_000,
    '90th': 4_000_000,
    '95th': 5_000_000,
    '99th': 9_000_000,
    max: 20_000_000,
    min: 1_000_000,
  },
  buckets: { '0': 900, '5000000': 100 },
  bytes_in: { total: 1000, mean: 1 },
  bytes_out: { total: 0, mean: 0 },
  earliest: '2026-01-02T03:04:05.5Z',
  latest: '2026-01-02T03:04:15.5Z',
  end: '2026-01-02T03:04:15.6Z',
  duration: 10_000_000_000,
  wait: 1_000_000,
  requests: 1000,
  rate: 100,
  throughput: 99,
  success: 0.99,
  status_codes: { '200': 990, '500': 8, '0': 2 },
  errors: ['500 Internal Server Error'],
};

const vegetaRow = (seq: number) => ({
  attack: '',
  seq,
  code: seq % 10 === 9 ? 503 : 200,
  timestamp: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, seq * 100)).toISOString(),
  latency: 1_000_000 + seq * 1000,
  bytes_out: 0,
  bytes_in: 5,
  error: '',
  method: 'GET',
  url: 'http://localhost/',
});
export const vegetaRows = Array.from({ length: 30 }, (_, i) =>
  JSON.stringify(vegetaRow(i)),
).join('\n');

const table = [
  '       Value     Percentile TotalCount 1/(1-Percentile)',
  '',
  '       1.000     0.000000000000          1           1.00',
  '       2.000     0.500000000000        500           2.00',
  '       4.000     0.900000000000        900          10.00',
  '       8.000     0.990000000000        990         100.00',
  '      20.000     1.000000000000       1000',
  '#[Mean    =        2.500, StdDeviation   =        1.500]',
  '#[Max     =       20.000, Total count    =         1000]',
  '#[Buckets =           27, SubBuckets     =         2048]',
];
export const hgrm = `${table.join('\n')}\n`;

export const wrk2 = `Running 10s test @ http://127.0.0.1:8080
  2 threads and 10 connections
  Thread calibration: mean lat.: 1.000ms, rate sampling interval: 10ms
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.50ms    1.50ms  20.00ms   70.00%
    Req/Sec    51.00      5.00    60.00     70.00%
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    2.00ms
 99.000%    8.00ms

  Detailed Percentile spectrum:
${hgrm}----------------------------------------------------------
  1000 requests in 10.00s, 1.50MB read
  Socket errors: connect 0, read 1, write 0, timeout 2
  Non-2xx or 3xx responses: 5
Requests/sec:    100.00
Transfer/sec:    153.60KB
`;

export const wrk = `Running 10s test @ http://127.0.0.1:8080
  2 threads and 10 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.50ms    1.50ms  20.00ms   70.00%
    Req/Sec    51.00      5.00    60.00     70.00%
  Latency Distribution
     50%    2.00ms
     90%    4.00ms
     99%    8.00ms
  1000 requests in 10.00s, 1.50MB read
Requests/sec:    100.00
Transfer/sec:    153.60KB
`;

function hdrText(): string {
  const histogram = newHistogram();
  for (let us = 1000; us < 2000; us++) {
    histogram.recordValue(us);
  }
  return encodeHistogram(histogram);
}
export const hdr = hdrText();

export const ownProfile = {
  version: 'meshplane.io/load-profile/v1',
  name: 'shop',
  endpoints: [
    { name: 'cart', url: 'http://localhost/cart', method: 'GET', weight: 3 },
    { name: 'buy', url: 'http://localhost/buy', method: 'POST', weight: 1 },
  ],
  load: {
    model: 'open',
    stages: [{ seconds: 30, from: 10, to: 100 }],
    arrivals: 'poisson',
    seed: 7,
  },
  transport: 'http1',
  connections: 20,
  warmupSeconds: 5,
  gates: [{ metric: 'latency', threshold: 'p(99)<250', abort: true }],
};
