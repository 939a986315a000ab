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

import type { RunSummary } from '@meshplane/plugin-meshplane-common';
import { plural } from '../../../lib/format';

/** Runs of a profile that belong together as one side. */
export interface RunGroup {
  id: string;
  label: string;
  title: string;
  runIds: string[];
}

/** Runs per side that the statistics advise. */
const ADVISED = 6;

function group(id: string, title: string, runs: RunSummary[]): RunGroup[] {
  return runs.length === 0
    ? []
    : [
        {
          id,
          title,
          label: `${title} (${plural(runs.length, 'run')})`,
          runIds: runs.map(run => run.id),
        },
      ];
}

/**
 * Sides that suggest themselves among the runs of one profile, newest first: the baseline, the latest run, the latest six and
 * the six before, and each release. Runs without a result or with an invalid one are left out: they enter no comparison.
 */
export function runGroups(runs: readonly RunSummary[]): RunGroup[] {
  const usable = runs
    .filter(run => run.state === 'succeeded' && run.validity !== 'invalid')
    .sort((x, y) => y.createdAt.localeCompare(x.createdAt));
  const releases = [
    ...new Set(usable.flatMap(run => (run.release ? [run.release] : []))),
  ];
  const later = usable.filter(run => !run.baseline);
  return [
    ...group(
      'baseline',
      'Baseline',
      usable.filter(run => run.baseline),
    ),
    ...group('latest', 'Latest run', later.slice(0, 1)),
    ...(later.length > 1
      ? group(
          'latest-six',
          later.length >= ADVISED ? 'Latest six' : 'All later runs',
          later.slice(0, ADVISED),
        )
      : []),
    ...group('six-before', 'Six before', later.slice(ADVISED, 2 * ADVISED)),
    ...releases.flatMap(release =>
      group(
        `release:${release}`,
        `Release ${release}`,
        usable.filter(run => run.release === release).slice(0, 20),
      ),
    ),
  ];
}

/** The two sides that are most likely wanted: the baseline against the latest, else the last two releases or runs. */
export function likelySides(
  groups: readonly RunGroup[],
): { a: string; b: string } | undefined {
  const has = (id: string) => groups.some(item => item.id === id);
  if (has('baseline') && has('latest')) {
    const count = (id: string) =>
      groups.find(item => item.id === id)?.runIds.length ?? 0;
    return {
      a: 'baseline',
      b: count('baseline') > 1 && has('latest-six') ? 'latest-six' : 'latest',
    };
  }
  const releases = groups.filter(item => item.id.startsWith('release:'));
  if (releases.length > 1) return { a: releases[1].id, b: releases[0].id };
  return has('six-before') ? { a: 'six-before', b: 'latest-six' } : undefined;
}
