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

import type {
  ResourceUse,
  RunResources,
} from '@meshplane/plugin-meshplane-common';
import {
  containerKey,
  type MeasuredContainer,
  type ResourceRole,
} from './measured/MeasuredSet';

type Series = RunResources['series'][number];

/** Numbers of one container or node. */
export type UseNumbers = Pick<
  ResourceUse,
  'cpuMean' | 'cpuMax' | 'memoryMean' | 'memoryMax' | 'throttled' | 'samples'
>;

/** Puts what a container used beside what it is; absent and impossible numbers are left out. */
export function useOf(
  container: MeasuredContainer,
  numbers: UseNumbers,
  achievedRate: number,
): ResourceUse {
  const { role, namespace, pod, container: name, node } = container;
  return {
    role,
    namespace,
    pod,
    container: name,
    ...(node && { node }),
    ...clean(numbers),
    ...perThousand(numbers.cpuMean, achievedRate),
  };
}

/** The same for a node. */
export function nodeUseOf(
  node: string,
  numbers: UseNumbers,
  achievedRate: number,
): ResourceUse {
  return {
    role: 'node',
    node,
    ...clean(numbers),
    ...perThousand(numbers.cpuMean, achievedRate),
  };
}

/** Cores per 1 000 requests per second. */
function perThousand(
  cpuMean: number | undefined,
  achievedRate: number,
): Pick<ResourceUse, 'cpuPerThousand'> {
  return cpuMean !== undefined && achievedRate > 0 && Number.isFinite(cpuMean)
    ? { cpuPerThousand: cpuMean / (achievedRate / 1000) }
    : {};
}

function clean(numbers: UseNumbers): UseNumbers {
  return Object.fromEntries(
    Object.entries(numbers).filter(
      ([, value]) => value !== undefined && Number.isFinite(value),
    ),
  );
}

/** Points of one container over time, epoch milliseconds and values. */
export interface ContainerSeries {
  key: string;
  unit: Series['unit'];
  points: readonly (readonly [number, number])[];
}

/**
 * Sums containers over their roles, point by point.
 *
 * @param from - begin of the window, epoch milliseconds, which becomes second 0
 */
export function seriesByRole(
  containers: readonly MeasuredContainer[],
  series: readonly ContainerSeries[],
  from: number,
): Series[] {
  const roleOf = new Map(containers.map(one => [containerKey(one), one.role]));
  const sums = new Map<string, Map<number, number>>();
  const heads = new Map<string, { role: ResourceRole; unit: Series['unit'] }>();
  for (const { key, unit, points } of series) {
    const role = roleOf.get(key);
    if (!role) continue;
    const name = `${role} ${unit}`;
    const sum = sums.get(name) ?? new Map<number, number>();
    sums.set(name, sum);
    heads.set(name, { role, unit });
    for (const [at, value] of points) {
      if (Number.isFinite(value)) sum.set(at, (sum.get(at) ?? 0) + value);
    }
  }
  return [...sums].map(([name, sum]) => ({
    ...heads.get(name)!,
    points: [...sum]
      .sort(([a], [b]) => a - b)
      .map(([at, value]): [number, number] => [(at - from) / 1000, value]),
  }));
}

/** What a source could read of one cluster. */
export type ClusterResources = RunResources;

/** Nothing, and why. */
export function noResources(
  source: RunResources['source'],
  status: RunResources['status'],
  ...notes: string[]
): ClusterResources {
  return { source, status, notes, uses: [], series: [] };
}

/** Names up to five containers, for notes. */
export function namesOf(containers: readonly MeasuredContainer[]): string {
  const names = containers
    .slice(0, 5)
    .map(({ namespace, pod, container }) => `${namespace}/${pod}/${container}`);
  const more = containers.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
