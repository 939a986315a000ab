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

import { readFileSync } from 'node:fs';

/** Reads a file; undefined where that is not possible. */
export type ReadText = (path: string) => string | undefined;

const readText: ReadText = path => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Periods in which the kernel withheld processor time from this process's cgroup because its quota was used up, since
 * the cgroup began; undefined where the system does not tell (no Linux, or no quota accounting).
 */
export function throttledPeriods(
  read: ReadText = readText,
): number | undefined {
  return cgroupUse(read).throttledPeriods;
}

/** What the processes of the own cgroup have used since it began. @public */
export interface CgroupUse {
  cpuSeconds?: number;
  /** Now, page cache included. */
  memoryBytes?: number;
  /** Periods with an exhausted quota, and all periods; absent without a quota. */
  throttledPeriods?: number;
  periods?: number;
}

/** Reads the own cgroup; what the system does not tell is absent. @public */
export function cgroupUse(read: ReadText = readText): CgroupUse {
  const cgroups = read('/proc/self/cgroup') ?? '';
  const first = (controller: string, file: string, pattern: RegExp) => {
    for (const path of cgroupPaths(cgroups, controller, file)) {
      const match = pattern.exec(read(path) ?? '');
      if (match) return Number(match[1]);
    }
    return undefined;
  };
  const micros = first('cpu', 'cpu.stat', /^usage_usec (\d+)$/m);
  const nanos =
    micros === undefined
      ? first('cpuacct', 'cpuacct.usage', /^(\d+)\s*$/)
      : undefined;
  const seconds = nanos === undefined ? undefined : nanos / 1e9;
  return {
    cpuSeconds: micros === undefined ? seconds : micros / 1e6,
    memoryBytes:
      first('memory', 'memory.current', /^(\d+)\s*$/) ??
      first('memory', 'memory.usage_in_bytes', /^(\d+)\s*$/),
    throttledPeriods: first('cpu', 'cpu.stat', /^nr_throttled (\d+)$/m),
    periods: first('cpu', 'cpu.stat', /^nr_periods (\d+)$/m),
  };
}

/**
 * Where a file of a controller can be, the most specific place first. In a container its own cgroup is mounted as the
 * root.
 */
function cgroupPaths(
  cgroups: string,
  controller: string,
  file: string,
): string[] {
  const paths: string[] = [];
  for (const line of cgroups.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined) {
      continue;
    }
    const own = path === '/' ? '' : path;
    if (controllers === '') {
      paths.push(`/sys/fs/cgroup${own}/${file}`, `/sys/fs/cgroup/${file}`);
    } else if (controllers.split(',').includes(controller)) {
      paths.push(
        `/sys/fs/cgroup/${controllers}${own}/${file}`,
        `/sys/fs/cgroup/${controller}${own}/${file}`,
        `/sys/fs/cgroup/${controllers}/${file}`,
        `/sys/fs/cgroup/${controller}/${file}`,
      );
    }
  }
  return paths;
}
