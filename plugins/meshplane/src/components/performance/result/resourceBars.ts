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

import type { ResourceUse } from '@meshplane/plugin-meshplane-common';
import type { ResourceBar } from '../charts/ResourceBars';

/** Roles in the order of the requests' path, with their names. */
export const roleNames: Record<ResourceUse['role'], string> = {
  application: 'Application',
  sidecar: 'Sidecars',
  ztunnel: 'ztunnel',
  waypoint: 'Waypoint',
  gateway: 'Gateway',
  'control-plane': 'Control plane',
  node: 'Nodes',
  generator: 'Generator',
};

const BYTES_PER_MB = 1_000_000;

function sum(
  uses: readonly ResourceUse[],
  read: (use: ResourceUse) => number | undefined,
): number | undefined {
  const known = uses.map(read).filter(value => value !== undefined);
  return known.length > 0
    ? known.reduce((total, value) => total + value, 0)
    : undefined;
}

/**
 * Adds up what the containers of each role used: mean, sum of the highest readings (an upper bound, they need not fall
 * together), and cost per 1 000 requests per second. CPU in cores, memory in MB.
 */
export function barsByRole(
  uses: readonly ResourceUse[],
  of: 'cpu' | 'memory',
): ResourceBar[] {
  const scale = of === 'cpu' ? 1 : 1 / BYTES_PER_MB;
  const scaled = (value: number | undefined) =>
    value === undefined ? undefined : value * scale;
  return (Object.keys(roleNames) as Array<ResourceUse['role']>).flatMap(
    role => {
      const own = uses.filter(use => use.role === role);
      const mean = scaled(
        sum(own, use => (of === 'cpu' ? use.cpuMean : use.memoryMean)),
      );
      if (mean === undefined) return [];
      return [
        {
          name: roleNames[role],
          mean,
          max: scaled(
            sum(own, use => (of === 'cpu' ? use.cpuMax : use.memoryMax)),
          ),
          perThousand:
            of === 'cpu' ? sum(own, use => use.cpuPerThousand) : undefined,
        },
      ];
    },
  );
}
