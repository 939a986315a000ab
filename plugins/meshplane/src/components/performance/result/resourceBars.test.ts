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

import { barsByRole } from './resourceBars';

describe('barsByRole', () => {
  it('adds up containers of a role and leaves out roles that nobody could read', () => {
    expect(
      barsByRole(
        [
          { role: 'sidecar', cpuMean: 0.1, cpuMax: 0.2, cpuPerThousand: 0.3 },
          { role: 'application', cpuMean: 1, cpuMax: 1.5 },
          { role: 'sidecar', cpuMean: 0.3, cpuMax: 0.4, cpuPerThousand: 0.2 },
          { role: 'node', memoryMean: 1 },
        ],
        'cpu',
      ),
    ).toEqual([
      { name: 'Application', mean: 1, max: 1.5, perThousand: undefined },
      {
        name: 'Sidecars',
        mean: 0.4,
        max: expect.closeTo(0.6),
        perThousand: 0.5,
      },
    ]);
  });

  it('gives memory in MB', () => {
    expect(
      barsByRole([{ role: 'gateway', memoryMean: 64_000_000 }], 'memory'),
    ).toEqual([
      { name: 'Gateway', mean: 64, max: undefined, perThousand: undefined },
    ]);
  });
});
