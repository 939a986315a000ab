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

import { MIN_READINGS } from '../limits';
import type { UseNumbers } from '../uses';

/** One reading of one container or node, as its source dates it. */
export interface Reading {
  /** {@link containerKey}, or `node/<name>`. */
  key: string;
  /** Epoch milliseconds: the end of what a mean covers, or when a counter was read. */
  at: number;
  /** Mean over the seconds before `at`, in cores. */
  cpu?: { cores: number; seconds: number };
  /** CPU seconds since the start of the container. */
  cpuSeconds?: number;
  /** Bytes in use. */
  memory?: number;
}

/** How sure one can be of numbers: seconds of the window that readings cover. */
export interface SampledUse extends UseNumbers {
  samples: number;
  coveredSeconds: number;
}

/** Less of the window than this share was seen: the numbers would be about something else. */
const MIN_COVERAGE = 0.5;
/** A mean of which less than this share lies in the window belongs to what was before or after. */
const MIN_OVERLAP = 0.5;

/**
 * What one container used in a window. Each reading counts once, by its own time; undefined if there are too few of them.
 *
 * @param window - epoch milliseconds
 */
export function useFromReadings(
  readings: readonly Reading[],
  window: { from: number; to: number },
): SampledUse | undefined {
  const distinct = [
    ...new Map(readings.map(one => [one.at, one])).values(),
  ].sort((a, b) => a.at - b.at);
  const use = distinct.some(({ cpuSeconds }) => cpuSeconds !== undefined)
    ? fromCounters(distinct, window)
    : fromMeans(distinct, window);
  const seconds = (window.to - window.from) / 1000;
  return use &&
    use.samples >= MIN_READINGS &&
    use.coveredSeconds >= seconds * MIN_COVERAGE
    ? use
    : undefined;
}

function fromMeans(
  readings: readonly Reading[],
  { from, to }: { from: number; to: number },
): SampledUse | undefined {
  let covered = 0;
  let sum = 0;
  const counted: { cores: number; memory?: number }[] = [];
  for (const { at, cpu, memory } of readings) {
    if (!cpu || cpu.seconds <= 0) continue;
    const begin = Math.max(at - cpu.seconds * 1000, from);
    const overlap = (Math.min(at, to) - begin) / 1000;
    if (overlap < cpu.seconds * MIN_OVERLAP) continue;
    covered += overlap;
    sum += cpu.cores * overlap;
    counted.push({ cores: cpu.cores, memory });
  }
  if (counted.length === 0) return undefined;
  return {
    cpuMean: sum / covered,
    cpuMax: Math.max(...counted.map(({ cores }) => cores)),
    ...memoryOf(counted.flatMap(({ memory }) => memory ?? [])),
    samples: counted.length,
    coveredSeconds: covered,
  };
}

function fromCounters(
  readings: readonly Reading[],
  { from, to }: { from: number; to: number },
): SampledUse | undefined {
  const inside = readings.filter(
    ({ at, cpuSeconds }) => cpuSeconds !== undefined && at >= from && at <= to,
  );
  if (inside.length < 2) return undefined;
  let used = 0;
  let highest = 0;
  for (let index = 1; index < inside.length; index += 1) {
    const [before, after] = [inside[index - 1], inside[index]];
    const difference = (after.cpuSeconds ?? 0) - (before.cpuSeconds ?? 0);
    // A smaller count is that of a container that was started again.
    const step = difference < 0 ? after.cpuSeconds ?? 0 : difference;
    used += step;
    highest = Math.max(highest, step / ((after.at - before.at) / 1000));
  }
  const covered = (inside[inside.length - 1].at - inside[0].at) / 1000;
  return {
    cpuMean: used / covered,
    cpuMax: highest,
    ...memoryOf(inside.flatMap(({ memory }) => memory ?? [])),
    samples: inside.length,
    coveredSeconds: covered,
  };
}

function memoryOf(values: readonly number[]): UseNumbers {
  if (values.length === 0) return {};
  return {
    memoryMean: values.reduce((sum, one) => sum + one, 0) / values.length,
    memoryMax: Math.max(...values),
  };
}

/** Points for a chart: the means as they were read, or the rates between two counters. */
export function pointsOf(
  readings: readonly Reading[],
  { from, to }: { from: number; to: number },
): { cores: [number, number][]; bytes: [number, number][] } {
  const inside = [...new Map(readings.map(one => [one.at, one])).values()]
    .filter(({ at }) => at >= from && at <= to)
    .sort((a, b) => a.at - b.at);
  const cores: [number, number][] = [];
  const bytes: [number, number][] = [];
  inside.forEach(({ at, cpu, cpuSeconds, memory }, index) => {
    if (memory !== undefined) bytes.push([at, memory]);
    if (cpu) cores.push([at, cpu.cores]);
    const before = inside[index - 1];
    if (cpuSeconds !== undefined && before?.cpuSeconds !== undefined) {
      const difference = cpuSeconds - before.cpuSeconds;
      const step = difference < 0 ? cpuSeconds : difference;
      cores.push([at, step / ((at - before.at) / 1000)]);
    }
  });
  return { cores, bytes };
}
