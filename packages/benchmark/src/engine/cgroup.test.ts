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

import { cgroupUse, throttledPeriods } from './cgroup';

const files =
  (content: Record<string, string>) =>
  (path: string): string | undefined =>
    content[path];

describe('throttledPeriods', () => {
  it.each([
    [
      'version 2',
      {
        '/proc/self/cgroup': '0::/kubepods/pod1\n',
        '/sys/fs/cgroup/kubepods/pod1/cpu.stat':
          'usage_usec 5\nnr_periods 9\nnr_throttled 3\n',
      },
    ],
    [
      'version 2, seen from a container',
      {
        '/proc/self/cgroup': '0::/\n',
        '/sys/fs/cgroup/cpu.stat': 'nr_throttled 3\n',
      },
    ],
    [
      'version 1',
      {
        '/proc/self/cgroup': '4:memory:/a\n3:cpu,cpuacct:/a\n',
        '/sys/fs/cgroup/cpu,cpuacct/a/cpu.stat': 'nr_throttled 3\n',
      },
    ],
  ])('reads control groups of %s', (_, content) => {
    expect(throttledPeriods(files(content))).toBe(3);
  });

  it('knows when the system does not tell', () => {
    expect(throttledPeriods(files({}))).toBeUndefined();
    expect(
      throttledPeriods(
        files({
          '/proc/self/cgroup': '0::/\n',
          '/sys/fs/cgroup/cpu.stat': 'usage_usec 5\n',
        }),
      ),
    ).toBeUndefined();
  });
});

describe('cgroupUse', () => {
  it('reads version 2', () => {
    expect(
      cgroupUse(
        files({
          '/proc/self/cgroup': '0::/\n',
          '/sys/fs/cgroup/cpu.stat':
            'usage_usec 1500000\nnr_periods 9\nnr_throttled 3\n',
          '/sys/fs/cgroup/memory.current': '4096\n',
        }),
      ),
    ).toEqual({
      cpuSeconds: 1.5,
      memoryBytes: 4096,
      throttledPeriods: 3,
      periods: 9,
    });
  });

  it('reads version 1, from inside of a container too', () => {
    expect(
      cgroupUse(
        files({
          '/proc/self/cgroup': '4:memory:/pod/a\n3:cpu,cpuacct:/pod/a\n',
          '/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage': '2500000000\n',
          '/sys/fs/cgroup/memory/memory.usage_in_bytes': '8192\n',
        }),
      ),
    ).toEqual({
      cpuSeconds: 2.5,
      memoryBytes: 8192,
      throttledPeriods: undefined,
      periods: undefined,
    });
  });
});
