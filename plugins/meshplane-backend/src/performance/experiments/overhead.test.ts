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
  experimentArmSchema,
  type ExperimentArm,
  type RunResources,
} from '@meshplane/plugin-meshplane-common';
import { resultOf } from './__testUtils__/results';
import { type MeasuredRun, overheadOf } from './overhead';

const arm = (name: string, features: string[] = []): ExperimentArm =>
  experimentArmSchema.parse({ name, features });

function resourcesOf(cores: number, megabytes: number): RunResources {
  return {
    source: 'prometheus',
    status: 'complete',
    notes: [],
    windowSeconds: 60,
    uses: [
      { role: 'application', cpuMean: 0.5, memoryMean: 100e6 },
      { role: 'sidecar', cpuMean: cores, memoryMean: megabytes * 1e6 },
      // Neither is a cost of the requests alone.
      { role: 'node', cpuMean: 7, memoryMean: 9e9 },
      { role: 'generator', cpuMean: 1, memoryMean: 1e9 },
    ],
    series: [],
  };
}

function runsOf(
  name: string,
  latencies: [number, number][],
  resources?: RunResources,
): MeasuredRun[] {
  return latencies.map((pair, i) => ({
    id: `${name}${i}`,
    result: resultOf(`${name}${i}`, pair),
    resources,
  }));
}

const PLAIN: [number, number][] = [
  [1, 4],
  [1.1, 4.1],
  [1.2, 4.2],
  [1.3, 4.3],
];
const MESH: [number, number][] = PLAIN.map(([p50, p99]) => [
  p50 + 0.5,
  p99 + 2,
]);

describe('overheadOf', () => {
  it('is the Hodges-Lehmann shift over runs, in ms and as a share of the median, with its interval', () => {
    const overhead = overheadOf({
      baseline: { arm: arm('plain'), runs: runsOf('a', PLAIN) },
      side: { arm: arm('mesh', ['mtls']), runs: runsOf('b', MESH) },
    });
    // All 16 differences are 0.5 + (i − j) / 10; their median is 0.5, and at 4 against 4 runs the interval is all of them.
    expect(overhead.addedP50Ms?.value).toBeCloseTo(0.5, 10);
    expect(overhead.addedP50Ms?.interval?.[0]).toBeCloseTo(0.2, 10);
    expect(overhead.addedP50Ms?.interval?.[1]).toBeCloseTo(0.8, 10);
    expect(overhead.addedP50Share?.value).toBeCloseTo(0.5 / 1.15, 10);
    expect(overhead.addedP99Ms?.value).toBeCloseTo(2, 10);
    expect(overhead.addedP99Share?.value).toBeCloseTo(2 / 4.15, 10);
    expect(overhead.index).toBeUndefined();
    expect(overhead.notes).toEqual([
      'CPU and memory are not known for every run: none were read',
      'There is no index without the added CPU, the added memory',
    ]);
  });

  it('adds up what lies in the path of the requests, per 1 000 req/s, and makes the index of it', () => {
    const overhead = overheadOf({
      baseline: {
        arm: arm('plain', ['retries']),
        runs: runsOf('a', PLAIN, resourcesOf(0, 0)),
      },
      side: {
        arm: arm('mesh', ['retries', 'mtls', 'telemetry']),
        runs: runsOf('b', MESH, resourcesOf(0.2, 60)),
      },
    });
    expect(overhead.addedCpuPerThousand?.value).toBeCloseTo(0.2, 10);
    expect(overhead.addedMemoryMb?.value).toBeCloseTo(60, 10);
    expect(overhead.index?.inputs.features).toBe(2);
    // cost = (0.5/1 + 2/3 + 1 + 1) / 4
    expect(overhead.index?.value).toBeCloseTo(
      2 / (1 + (0.5 + 2 / 3 + 1 + 1) / 4),
      10,
    );
  });

  it('leaves out runs that measured the generator or did not end, and says so', () => {
    const [first, ...rest] = runsOf('b', MESH);
    const overhead = overheadOf({
      baseline: { arm: arm('plain'), runs: runsOf('a', PLAIN) },
      side: {
        arm: arm('mesh'),
        runs: [
          {
            id: 'b0',
            result: {
              ...first.result!,
              latency: resultOf('x', [900, 900]).latency,
              validity: { status: 'invalid', gates: [], notes: [] },
            },
          },
          {
            id: 'b9',
            result: resultOf('b9', [900, 900], { end: 'cancelled' }),
          },
          ...rest,
        ],
      },
    });
    expect(overhead.addedP50Ms?.value).toBeLessThan(1);
    expect(overhead.notes[0]).toContain('Left out: The run "b0" is invalid');
    expect(overhead.notes[1]).toContain('"b9" did not run to its end');
    // The smallest p of three against four runs is 2 / 35, above 5 %.
    expect(overhead.addedP50Ms?.interval).toBeUndefined();
    expect(overhead.notes.join()).toContain('Too few runs per side');
  });

  it('says that nothing is known before there are runs', () => {
    const overhead = overheadOf({
      baseline: { arm: arm('plain'), runs: [] },
      side: { arm: arm('mesh'), runs: [] },
    });
    expect(overhead.addedP50Ms).toBeUndefined();
    expect(overhead.notes).toContain(
      'There are no runs to take an added latency from',
    );
  });
});
