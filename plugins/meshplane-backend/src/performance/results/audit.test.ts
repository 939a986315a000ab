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

import { measured } from './__testUtils__/measured';
import { auditOf } from './audit';

const long = { seconds: 1, rate: 100, latency: () => 1000 };
const messages = (...args: Parameters<typeof auditOf>) =>
  auditOf(...args).map(({ severity, message }) => `${severity}: ${message}`);

describe('what to know before believing a result', () => {
  it('is nothing for a valid run with enough samples', () => {
    const result = measured('r', {
      ...long,
      more: {
        latency: {
          response: { count: 20_000, percentiles: { '50': 900, '99': 2000 } },
        },
      },
    });
    expect(auditOf(result)).toEqual([]);
  });

  it('says first that the generator was the limit', () => {
    const gate = {
      passed: false,
      value: 1,
      limit: 0.7,
      unit: 'ratio',
    };
    expect(
      messages(
        measured('r', {
          ...long,
          more: {
            validity: {
              status: 'invalid',
              notes: [
                'connection-limited: requests waited 80 ms (p99) for a free connection',
              ],
              gates: [
                { ...gate, name: 'event-loop', message: 'It was busy.' },
                { ...gate, name: 'rate-achieved', message: 'Only 80 %.' },
              ],
            },
          },
        }),
      ),
    ).toEqual([
      'error: The generator was measured, not the target: the numbers are a lower bound of what the target can do, and the run enters no comparison',
      'error: Generator limited: It was busy.',
      'error: Rate not reached: Only 80 %.',
      'warning: Connection-limited: requests waited 80 ms (p99) for a free connection',
      'info: p99 rests on 1 sample beyond it; from 100 on it is worth judging, which takes a longer run or a higher rate',
    ]);
  });

  it('tells what errors, timeouts and a rate that was missed do to the numbers', () => {
    const found = messages(
      measured('r', {
        ...long,
        more: {
          achievedRate: 80,
          counts: {
            sent: 1000,
            ok: 980,
            errors: { http_5xx: 15, request_timeout: 5 },
            statuses: {},
          },
          end: 'aborted-by-gate',
          tls: 'unverified',
        },
      }),
    );
    expect(found).toEqual(
      expect.arrayContaining([
        'warning: Errors bias latency: 2 % of the requests failed, most of them with "http_5xx". The percentiles are those of the requests that were answered',
        'warning: 5 requests ran into the timeout and count with its value: the true tail is longer',
        'warning: Rate not reached: 80 of 100 requests per second were answered (80 %)',
        'warning: Stopped by a gate after 1 measured seconds: it enters no comparison',
        "warning: The target's certificate was not verified",
      ]),
    );
  });

  it('tells of waiting that other tools leave out, and of throttled containers', () => {
    const found = messages(
      measured('r', {
        ...long,
        more: {
          latency: {
            response: { count: 20_000, percentiles: { '99': 90_000 } },
            service: { count: 20_000, percentiles: { '99': 10_000 } },
          },
        },
      }),
      {
        source: 'prometheus',
        status: 'complete',
        notes: [],
        series: [],
        uses: [
          {
            role: 'sidecar',
            pod: 'shop-1',
            container: 'proxy',
            throttled: 0.2,
          },
          { role: 'application', pod: 'shop-1', throttled: 0.01 },
        ],
      },
    );
    expect(found).toEqual([
      'warning: The container "shop-1/proxy" (sidecar) was throttled in 20 % of the periods: its CPU limit shapes the latency',
      'info: Requests waited before they could be sent: p99 is 90 ms from the moment they were due, 10 ms from the moment they were sent. A tool that measures from the send would have shown the smaller number',
    ]);
  });
});
