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

import type {
  MetricsRequest,
  MetricsTransport,
} from '../transport/MetricsTransport';
import { parseDuration, printDuration } from './duration';
import { HttpPrometheusClient } from './HttpPrometheusClient';

function clientOf(...answers: { status?: number; body: unknown }[]) {
  const requests: MetricsRequest[] = [];
  const transport: MetricsTransport = {
    address: 'https://prometheus.example.com',
    async send(request) {
      requests.push(request);
      const { status = 200, body } = answers[requests.length - 1];
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return { status, headers: {}, text };
    },
    close() {},
  };
  return { client: new HttpPrometheusClient(transport), requests };
}

const success = (data: unknown) => ({ body: { status: 'success', data } });

describe('HttpPrometheusClient', () => {
  it('reads vectors and numbers, with what is no number', async () => {
    const { client, requests } = clientOf(
      success({
        resultType: 'vector',
        result: [
          { metric: { pod: 'a' }, value: [1, '0.5'] },
          { metric: { pod: 'b' }, value: [1, 'NaN'] },
          { metric: { pod: 'c' }, value: [1, '+Inf'] },
        ],
      }),
      success({ resultType: 'scalar', result: [1, '7'] }),
    );
    const { series } = await client.query('up', 1_500);
    expect(series.map(({ value }) => value)).toEqual([0.5, NaN, Infinity]);
    expect(requests[0].query).toMatchObject({ query: 'up', time: '1.500' });
    expect((await client.query('7', 1_000)).series).toEqual([
      { labels: {}, value: 7 },
    ]);
  });

  it('sends long queries in the body and keeps ranges below the limit of points', async () => {
    const { client, requests } = clientOf(
      success({ resultType: 'matrix', result: [] }),
    );
    await client.queryRange(`up or ${'x'.repeat(5000)}`, {
      from: 0,
      to: 110_000_000,
      stepSeconds: 1,
    });
    expect(requests[0]).toMatchObject({
      method: 'POST',
      form: { start: '0.000', end: '110000.000', step: '10' },
    });
  });

  it('knows the scrape interval of each job', async () => {
    const target = (job: string, scrapeInterval?: string) => ({
      labels: { job },
      scrapePool: job,
      scrapeInterval,
    });
    const { client } = clientOf(
      success({
        activeTargets: [
          target('kubelet', '30s'),
          target('kubelet', '1m'),
          target('old'),
        ],
      }),
      { status: 404, body: 'not found' },
    );
    expect([...(await client.scrapeIntervals())]).toEqual([['kubelet', 60]]);
    // Thanos and Mimir have no targets.
    expect([...(await client.scrapeIntervals())]).toEqual([]);
  });

  it.each([
    [
      { status: 400, body: { status: 'error', error: 'parse error at 3' } },
      "answers with 400: parse error at 3, to the query 'up'",
    ],
    [{ status: 401, body: 'Unauthorized\n' }, 'answers with 401: Unauthorized'],
    [{ status: 502, body: '<html>Bad gateway</html>' }, 'answers with 502'],
    [{ body: '<html>login</html>' }, 'something that is not JSON'],
    [{ body: { hello: 1 } }, 'cannot be read'],
  ])('refuses %j', async (answer, message) => {
    await expect(clientOf(answer).client.query('up', 0)).rejects.toThrow(
      message,
    );
  });
});

describe('durations', () => {
  it('are read and written', () => {
    expect(parseDuration('1m30s')).toBe(90);
    expect(parseDuration('500ms')).toBe(0.5);
    expect(parseDuration('soon')).toBeUndefined();
    expect(printDuration(90)).toBe('90s');
    expect(printDuration(1.5)).toBe('1500ms');
  });
});
