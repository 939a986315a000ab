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

import { goDurationSeconds, quantityValue } from './quantity';
import { pointsOf, type Reading, useFromReadings } from './readings';

const WINDOW = { from: 100_000, to: 160_000 };

/** A mean over the 15 s before a second. */
const mean = (second: number, cores: number, memory = 100): Reading => ({
  key: 'a/b/c',
  at: second * 1000,
  cpu: { cores, seconds: 15 },
  memory,
});

const counter = (second: number, cpuSeconds: number): Reading => ({
  key: 'a/b/c',
  at: second * 1000,
  cpuSeconds,
});

describe('means of a source', () => {
  it('count once each, by their own times', () => {
    const readings = [
      mean(115, 1),
      mean(115, 1),
      mean(130, 1),
      mean(145, 3, 300),
      mean(160, 3),
    ];
    expect(useFromReadings(readings, WINDOW)).toEqual({
      cpuMean: 2,
      cpuMax: 3,
      memoryMean: 150,
      memoryMax: 300,
      samples: 4,
      coveredSeconds: 60,
    });
  });

  it('do not count where they mostly cover what was before or after', () => {
    const readings = [
      mean(104, 9),
      mean(119, 1),
      mean(134, 1),
      mean(149, 1),
      // Ten of its fifteen seconds lie in the window.
      mean(165, 1),
      mean(175, 9),
    ];
    expect(useFromReadings(readings, WINDOW)).toMatchObject({
      cpuMean: 1,
      cpuMax: 1,
      samples: 4,
    });
  });

  it('say nothing where there are too few', () => {
    expect(
      useFromReadings([mean(115, 1), mean(130, 1), mean(145, 1)], WINDOW),
    ).toBeUndefined();
    expect(useFromReadings([], WINDOW)).toBeUndefined();
  });
});

describe('counters of a source', () => {
  it('give what was used between the first and the last reading', () => {
    const readings = [90, 101, 111, 121, 131, 159, 170].map(second =>
      counter(second, second / 2),
    );
    expect(useFromReadings(readings, WINDOW)).toMatchObject({
      cpuMean: 0.5,
      samples: 5,
      coveredSeconds: 58,
    });
  });

  it('go on after a container was started again', () => {
    const readings = [
      counter(100, 50),
      counter(120, 60),
      counter(140, 4),
      counter(160, 14),
    ];
    const use = useFromReadings(readings, WINDOW);
    expect(use?.cpuMean).toBeCloseTo((10 + 4 + 10) / 60);
    expect(use?.cpuMax).toBe(0.5);
    expect(pointsOf(readings, WINDOW).cores).toEqual([
      [120_000, 0.5],
      [140_000, 0.2],
      [160_000, 0.5],
    ]);
  });

  it('say nothing about a window of which they saw too little', () => {
    const readings = [100, 103, 106, 109].map(second => counter(second, 1));
    expect(useFromReadings(readings, WINDOW)).toBeUndefined();
  });
});

describe('quantities', () => {
  it.each([
    ['156340n', 0.00015634],
    ['250m', 0.25],
    ['2', 2],
    ['1204Ki', 1204 * 1024],
    ['1e3', 1000],
  ])('%s is %s', (text, value) => {
    expect(quantityValue(text)).toBeCloseTo(value, 10);
  });

  it.each(['much', '5X', ''])('"%s" is none', text => {
    expect(quantityValue(text)).toBeUndefined();
  });

  it('reads durations as Go prints them', () => {
    expect(goDurationSeconds('16.5s')).toBe(16.5);
    expect(goDurationSeconds('1m0.25s')).toBe(60.25);
    expect(goDurationSeconds('soon')).toBeUndefined();
  });
});
