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
  fortio,
  k6Legacy,
  k6Machine,
  smpResult,
  smpTest,
} from './__testUtils__/sampleContents';
import { importPerformance } from './importPerformance';
import { headlineLatency } from './results';

const read = (data: unknown, options = {}) =>
  importPerformance(
    typeof data === 'string' ? data : JSON.stringify(data, null, 2),
    options,
  );

describe('a test of SMP', () => {
  it('gives one profile per client, each with all its endpoints and fields', () => {
    const { profiles, counts } = read(smpTest);
    expect(counts).toEqual({ objects: 2, preserved: 3, stripped: 0 });
    const [http, grpc] = profiles;
    expect(http).toMatchObject({
      name: 'shop baseline (client 1)',
      labels: { team: 'shop' },
      connections: 4,
      transport: 'http1',
      load: { model: 'open', stages: [{ seconds: 90, from: 100, to: 100 }] },
    });
    expect(http.endpoints.map(e => e.url)).toEqual([
      'http://localhost/a',
      'http://localhost/b',
    ]);
    expect(http.endpoints[1]).toMatchObject({
      method: 'GET',
      headers: { 'x-a': 'b' },
      cookies: { session: 'c' },
    });
    expect(grpc).toMatchObject({
      transport: 'grpc',
      load: { model: 'closed', seconds: 90 },
      tls: { ca: 'PEM', verify: true },
    });
    expect(grpc.endpoints[0].url).toBe('grpc://localhost:9000');
  });

  it('is read bare and in camel case, with the protocol in words', () => {
    const { profiles, errors } = read({
      smpVersion: 'v0.0.1',
      name: 'n',
      duration: '5s',
      clients: [
        {
          protocol: 'http',
          endpointUrls: ['http://h/'],
          contentType: 'a/b',
          body: 'x',
        },
      ],
    });
    expect(errors).toEqual([]);
    expect(profiles[0].endpoints[0]).toMatchObject({
      method: 'POST',
      body: { text: 'x' },
      headers: { 'content-type': 'a/b' },
    });
  });

  it('keeps good clients and names the bad one by line and path', () => {
    const yaml = `duration: 5s
clients:
- endpoint_urls: [http://h/]
- endpoint_urls: [http://h/]
  protocol: PROTOCOL_TCP
`;
    const report = read(yaml);
    expect(report.profiles).toHaveLength(1);
    expect(report.errors).toEqual([
      {
        line: 5,
        path: 'clients[1].protocol',
        message:
          'The protocol "PROTOCOL_TCP" cannot be run, only HTTP and gRPC can',
      },
    ]);
  });
});

describe('a result of SMP', () => {
  it('takes milliseconds as its keys say', () => {
    const [result] = read(smpResult).results;
    expect(result.latency.response).toMatchObject({
      min: 1000,
      mean: 3000,
      max: 20_000,
      percentiles: { 50: 2500, 90: 5000, 99: 9000 },
    });
    expect(result).toMatchObject({
      precision: 'summary',
      measuredSeconds: 60,
      achievedRate: 100,
      validity: { status: 'unknown' },
    });
  });

  const seconds = {
    ...smpResult,
    latencies_ms: { p50: 0.0219, p90: 0.033, p99: 0.055 },
  };

  it('flags values that look like seconds and converts nothing', () => {
    const report = read(seconds);
    expect(report.results[0].latency.response!.percentiles['50']).toBe(21.9);
    expect(report.warnings.map(w => w.message).join()).toContain(
      'probably written in seconds',
    );
    expect(report.results[0].warnings.join()).toContain('seconds');
  });

  it('reads seconds where the user says so', () => {
    const report = read(seconds, { latencyUnit: 's' });
    expect(report.results[0].latency.response!.percentiles['50']).toBe(21_900);
    expect(report.warnings.map(w => w.message).join()).not.toContain(
      'probably',
    );
  });

  it('does not flag what cannot be seconds at this rate', () => {
    // One connection that waits 21.9 ms each time sends 46 requests a second, not 20 000.
    const report = read({
      client: { connections: 1, rps: 20_000, latencies_ms: { p50: 0.0219 } },
    });
    expect(report.warnings.map(w => w.message).join()).not.toContain(
      'probably',
    );
  });
});

describe('a result of Fortio', () => {
  it('has seconds turned into microseconds, and failures kept apart', () => {
    const [result] = read(fortio).results;
    expect(result).toMatchObject({
      name: 'shop',
      precision: 'bucketed',
      measuredSeconds: 10.05,
      targetRate: 100,
      achievedRate: 99.5,
      startedAt: '2026-01-02T03:04:05.123Z',
      generator: { name: 'fortio', version: '1.66.2' },
      counts: {
        sent: 1000,
        ok: 990,
        errors: { http_5xx: 7, socket_error: 3 },
        statuses: { 200: 990, 503: 7 },
      },
    });
    // Fortio measures from the actual send, which must not pass as response time.
    expect(headlineLatency(result)?.kind).toBe('service');
    expect(result.latency.service).toMatchObject({ count: 990, max: 5000 });
    expect(result.latency.errors?.count).toBe(10);
    expect(result.profile?.endpoints[0].url).toBe('http://localhost:8080/echo');
  });

  it('of nothing but failures has no latency of success', () => {
    const [result] = read({ ...fortio, RetCodes: { '-1': 1000 } }).results;
    expect(headlineLatency(result)).toBeUndefined();
    expect(result.latency.errors?.count).toBe(1000);
    expect(result.counts.ok).toBe(0);
  });

  it('loses its credentials, and the report says where they were', () => {
    const report = read({
      ...fortio,
      UserCredentials: 'user:hunter2',
      URL: 'http://user:hunter2@localhost/',
      Metadata: { authorization: 'Bearer hunter2' },
      AllHeaders: ['Authorization: Bearer hunter2', 'Accept: */*'],
    });
    expect(JSON.stringify(report)).not.toContain('hunter2');
    expect(report.counts!.stripped).toBe(4);
    expect(report.warnings).toContainEqual(
      expect.objectContaining({
        path: 'UserCredentials',
        message: 'Credentials were left out',
      }),
    );
    expect(report.results[0].profile?.endpoints[0].url).toBe(
      'http://localhost/',
    );
  });

  it('whose counts contradict each other is refused', () => {
    const report = read({
      ...fortio,
      DurationHistogram: { ...fortio.DurationHistogram, Count: 999 },
    });
    expect(report.results).toEqual([]);
    expect(report.errors[0].message).toBe(
      'The buckets hold 1000 samples, "Count" says 999',
    );
  });
});

describe('summaries of k6', () => {
  it('are service times in milliseconds, with failures and thresholds', () => {
    const [result] = read(k6Legacy).results;
    expect(result).toMatchObject({
      precision: 'summary',
      measuredSeconds: 10,
      achievedRate: 100,
      counts: { sent: 1000, ok: 990, errors: { http_failed: 10 } },
      bytesReceived: 5000,
    });
    expect(result.latency.service?.percentiles).toEqual({
      50: 10_000,
      90: 30_000,
      95: 40_000,
    });
    expect(result.warnings.join()).toContain('failed requests');
  });

  it('in the machine readable form have their rate from count and duration', () => {
    const [result] = read(k6Machine).results;
    expect(result).toMatchObject({
      measuredSeconds: 10,
      achievedRate: 100,
      generator: { name: 'k6', version: '1.5.0' },
    });
  });

  it('take the latencies of expected answers where the file has them', () => {
    const metrics = {
      ...k6Legacy.metrics,
      'http_req_duration{expected_response:true}': {
        type: 'trend',
        contains: 'time',
        values: { avg: 5, min: 1, med: 4, max: 9 },
      },
    };
    const [result] = read({ ...k6Legacy, metrics }).results;
    expect(result.latency.service).toMatchObject({ count: 990, mean: 5000 });
    expect(result.warnings).toEqual([]);
  });
});

describe('bounds', () => {
  it('refuse files above the limits by size, depth and number', () => {
    const message = (data: string, limits: object) =>
      read(data, { limits }).errors[0].message;
    expect(message(JSON.stringify(fortio), { maxBytes: 100 })).toContain(
      'at most 100 are read',
    );
    expect(message('a: 1\nb: 2\n', { maxYamlBytes: 5 })).toContain('YAML');
    expect(message('{"a":{"b":{"c":1}}}', { maxDepth: 2 })).toContain(
      'deeper than 2',
    );
    expect(message(JSON.stringify(smpTest), { maxObjects: 1 })).toContain(
      '2 clients, at most 1',
    );
  });

  it('refuse alias bombs but not the few aliases that people write', () => {
    const friendly = `x: &u [http://localhost/]
duration: 5s
clients:
- endpoint_urls: *u
- endpoint_urls: *u
`;
    expect(read(friendly).profiles).toHaveLength(2);
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]',
      'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]',
      'd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]',
    ].join('\n');
    expect(read(bomb).errors[0].message).toContain('cannot be expanded');
  });
});

describe('several documents', () => {
  it('are all read, and those of no known format named', () => {
    const yaml = `duration: 5s
clients: [{endpoint_urls: [http://h/]}]
---
hello: world
---
latencies_ms: {p50: 3, p99: 9}
`;
    const report = read(yaml);
    expect(report.format).toBe('mixed');
    expect(report.profiles).toHaveLength(1);
    expect(report.results).toHaveLength(1);
    expect(report.errors).toEqual([
      expect.objectContaining({
        line: 4,
        message: expect.stringContaining('none of the formats'),
      }),
    ]);
  });

  it('the index of a folder of results points to its results', () => {
    const report = read('{"version":"meshplane.io/result-index/v1"}\n');
    expect(report.errors[0].message).toContain('result.json');
  });
});
