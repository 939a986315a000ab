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

import { type Matchers, rangeOf, selector } from './promql';

const CPU = 'container_cpu_usage_seconds_total';
const MEMORY = 'container_memory_working_set_bytes';
const PERIODS = 'container_cpu_cfs_periods_total';
const THROTTLED = 'container_cpu_cfs_throttled_periods_total';

/** Labels by which results are told apart. */
const BY = 'by (namespace,pod,container)';
/**
 * Several jobs may scrape the same kubelet: of equal cgroups one counts. A container that was started again has another
 * cgroup, whose use comes on top.
 */
const ONE_PER_CGROUP = 'max by (namespace,pod,container,id)';

/** The sandbox of a pod and sums over pods, nodes and slices are no containers. */
const NO_SUMS: Matchers = { container: { raw: '!~"|POD"' } };

/** Queries about containers of pods, evaluated at the end of a window. */
export interface ContainerQueries {
  /** Cores, on average over the window. */
  cpuMean: string;
  memoryMean: string;
  memoryMax: string;
  /** Share of periods, 0 to 1; nothing where there is no limit. */
  throttled: string;
  /** How many readings lie in the window. */
  samples: string;
  /** Cores over time, for a range. */
  cpuSeries: string;
  /** Bytes over time, for a range. */
  memorySeries: string;
}

/**
 * @param matchers - which pods
 * @param windowSeconds - the measured window
 * @param rateSeconds - over which the points of the series are averaged
 */
export function containerQueries(
  matchers: Matchers,
  windowSeconds: number,
  rateSeconds: number,
): ContainerQueries {
  const of = (metric: string) => selector(metric, { ...matchers, ...NO_SUMS });
  const window = rangeOf(windowSeconds);
  const increase = (metric: string) =>
    `sum ${BY} (${ONE_PER_CGROUP} (increase(${of(metric)}${window})))`;
  return {
    cpuMean: `${increase(CPU)} / ${printNumber(windowSeconds)}`,
    memoryMean: `max ${BY} (avg_over_time(${of(MEMORY)}${window}))`,
    memoryMax: `max ${BY} (max_over_time(${of(MEMORY)}${window}))`,
    throttled: `${increase(THROTTLED)} / (${increase(PERIODS)} > 0)`,
    samples: `max ${BY} (count_over_time(${of(CPU)}${window}))`,
    cpuSeries: `sum ${BY} (${ONE_PER_CGROUP} (rate(${of(CPU)}${rangeOf(
      rateSeconds,
    )})))`,
    memorySeries: `max ${BY} (${of(MEMORY)})`,
  };
}

/** Which jobs serve the CPU of the containers. */
export function jobsQuery(matchers: Matchers): string {
  return `count by (job) (${selector(CPU, { ...matchers, ...NO_SUMS })})`;
}

function printNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
