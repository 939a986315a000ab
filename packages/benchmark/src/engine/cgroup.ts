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
  for (const path of cpuStatPaths(read('/proc/self/cgroup') ?? '')) {
    const match = /^nr_throttled (\d+)$/m.exec(read(path) ?? '');
    if (match) {
      return Number(match[1]);
    }
  }
  return undefined;
}

/** Where `cpu.stat` can be, the most specific place first. In a container its own cgroup is mounted as the root. */
function cpuStatPaths(cgroups: string): string[] {
  const paths: string[] = [];
  for (const line of cgroups.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined) {
      continue;
    }
    const own = path === '/' ? '' : path;
    if (controllers === '') {
      paths.push(`/sys/fs/cgroup${own}/cpu.stat`, '/sys/fs/cgroup/cpu.stat');
    } else if (controllers.split(',').includes('cpu')) {
      paths.push(
        `/sys/fs/cgroup/${controllers}${own}/cpu.stat`,
        `/sys/fs/cgroup/cpu${own}/cpu.stat`,
        `/sys/fs/cgroup/${controllers}/cpu.stat`,
      );
    }
  }
  return paths;
}
