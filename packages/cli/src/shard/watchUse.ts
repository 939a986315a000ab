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

import { cgroupUse, type CgroupUse, type ShardUse } from '@meshplane/benchmark';

/** Watches what this container uses from now on; `sample` is called about once a second. */
export function watchUse(
  read: () => CgroupUse = cgroupUse,
  now: () => number = () => performance.now(),
): { sample(): void; end(): ShardUse } {
  const first = read();
  const began = now();
  const memory: number[] = [];
  const sample = () => {
    const { memoryBytes } = read();
    if (memoryBytes !== undefined) memory.push(memoryBytes);
  };
  sample();
  return {
    sample,
    end() {
      sample();
      const last = read();
      const seconds = (now() - began) / 1000;
      const difference = (key: 'cpuSeconds' | 'throttledPeriods' | 'periods') =>
        first[key] === undefined || last[key] === undefined
          ? undefined
          : last[key] - first[key];
      const cpu = difference('cpuSeconds');
      const throttled = difference('throttledPeriods');
      const periods = difference('periods');
      return {
        cpuMean: cpu === undefined || seconds <= 0 ? undefined : cpu / seconds,
        memoryMean:
          memory.length > 0
            ? memory.reduce((sum, one) => sum + one, 0) / memory.length
            : undefined,
        memoryMax: memory.length > 0 ? Math.max(...memory) : undefined,
        throttled:
          throttled === undefined || !periods ? undefined : throttled / periods,
        samples: memory.length,
      };
    },
  };
}
