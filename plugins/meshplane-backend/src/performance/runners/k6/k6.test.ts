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

import { type RunResult, runResultSchema } from '@meshplane/benchmark/model';
import { settingsWith } from '../job/__testUtils__/runner';
import { mergeSummaries } from './mergeSummaries';
import { scriptObjects, testRunManifest } from './testRun';

function summaryOf(count: number, mean: number, max: number): RunResult {
  return runResultSchema.parse({
    id: 'x',
    name: 'x',
    generator: { name: 'k6' },
    measuredSeconds: 10,
    end: 'complete',
    precision: 'summary',
    validity: { status: 'unknown', gates: [] },
    counts: { sent: count, ok: count - 1, errors: { http_5xx: 1 } },
    achievedRate: count / 10,
    latency: {
      service: { count, min: 100, max, mean, percentiles: { 99: max } },
    },
  });
}

describe('summaries of several pods', () => {
  it('are added where that is exact, and have no percentiles', () => {
    const merged = mergeSummaries([
      summaryOf(100, 1000, 5000),
      summaryOf(300, 2000, 9000),
    ]);
    expect(merged).toMatchObject({
      counts: { sent: 400, ok: 398, errors: { http_5xx: 2 } },
      achievedRate: 40,
      latency: {
        service: {
          count: 400,
          min: 100,
          max: 9000,
          mean: 1750,
          percentiles: {},
        },
      },
      warnings: [
        expect.stringContaining('percentiles of 2 pods cannot be put'),
      ],
    });
    expect(() => runResultSchema.parse(merged)).not.toThrow();
  });

  it('are left as they are for one pod', () => {
    const one = summaryOf(100, 1000, 5000);
    expect(mergeSummaries([one])).toBe(one);
  });
});

describe('the objects of a TestRun', () => {
  it('keep headers out of what everybody may read', () => {
    const { configMap, secret } = scriptObjects('r', 'script', [
      { authorization: 'Bearer hidden' },
    ]);
    expect(JSON.stringify(configMap)).not.toContain('hidden');
    expect(JSON.stringify(secret)).toContain('hidden');
    expect(testRunManifest('r', 3, settingsWith())).toMatchObject({
      kind: 'TestRun',
      spec: {
        parallelism: 3,
        runner: {
          env: [
            {
              name: 'MESHPLANE_HEADERS',
              valueFrom: { secretKeyRef: { key: 'headers.json' } },
            },
          ],
          metadata: { labels: { 'sidecar.istio.io/inject': 'false' } },
        },
      },
    });
  });
});
