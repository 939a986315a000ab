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

import { makeRun } from '../__testUtils__/runs';
import { noiseFloor } from './noiseFloor';
import { abbaSchedule, runsNeeded, simulatePower } from './planning';

describe('the schedule', () => {
  it('is ABBA BAAB with one seed per pair', () => {
    const runs = abbaSchedule(8, 100);
    expect(runs.map(r => r.side).join('')).toBe('ABBABAABABBABAAB');
    expect(runs.filter(r => r.side === 'A')).toHaveLength(8);
    expect(runs.slice(0, 4).map(r => r.seed)).toEqual([100, 100, 101, 101]);
  });

  it('needs a number of repeats', () => {
    expect(() => abbaSchedule(0)).toThrow('"0"');
    expect(() => abbaSchedule(1.5)).toThrow('"1.5"');
  });
});

describe('the number of runs', () => {
  it('follows the rule of thumb, at least five', () => {
    expect(runsNeeded(0.26, 0.1)).toBe(112);
    expect(runsNeeded(0.05, 0.05)).toBe(17);
    expect(runsNeeded(0.01, 0.05)).toBe(5);
    expect(() => runsNeeded(0.1, 0)).toThrow('"0"');
  });
});

/** The table of the reference: CV, effect, then power in percent for 5, 6, 8, 10 and 15 runs per side. */
const POWER: [number, number, number[]][] = [
  [0.02, 0.03, [44, 57, 76, 85, 96]],
  [0.02, 0.05, [84, 95, 99, 100, 100]],
  [0.05, 0.05, [21, 30, 40, 48, 69]],
  [0.05, 0.1, [62, 80, 92, 97, 100]],
  [0.1, 0.1, [19, 29, 39, 49, 66]],
  [0.1, 0.2, [59, 77, 91, 96, 99]],
];

describe('the simulated power', () => {
  it.each(POWER)(
    'at CV %s and effect %s is that of the table',
    (cv, effect, row) => {
      [5, 6, 8, 10, 15].forEach((runsPerSide, i) => {
        const power = simulatePower({ runsPerSide, cv, effect });
        expect(Math.abs(100 * power - row[i])).toBeLessThan(4);
      });
    },
  );

  it('without an effect is the rate of false alarms, at most the nominal 5 %', () => {
    const alarms = simulatePower({ runsPerSide: 6, cv: 0.1, effect: 0 });
    expect(alarms).toBeGreaterThan(0.02);
    expect(alarms).toBeLessThan(0.055);
  });

  it('depends on its seed only', () => {
    const question = { runsPerSide: 5, cv: 0.1, effect: 0.1, trials: 100 };
    expect(simulatePower({ ...question, seed: 3 })).toBe(
      simulatePower({ ...question, seed: 3 }),
    );
  });
});

describe('the noise floor', () => {
  it('is the variation between runs of the same', () => {
    const runs = [1000, 1100, 900].map((us, seed) =>
      makeRun({ seed, latency: () => us }),
    );
    const p50 = noiseFloor(runs).find(f => f.metric === 'p50')!;
    expect(p50.runs).toBe(3);
    expect(p50.noise).toBeCloseTo(0.1, 2);
  });

  it('cannot come from two runs, nor from runs of different kinds', () => {
    const run = makeRun();
    expect(() => noiseFloor([run, run])).toThrow('at least three');
    expect(() => noiseFloor([run, run, { ...run, targetRate: 1 }])).toThrow(
      'different target rates',
    );
  });
});
