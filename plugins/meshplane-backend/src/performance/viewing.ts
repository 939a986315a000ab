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

import {
  type RunState,
  finishedRunStates,
} from '@meshplane/plugin-meshplane-common';
import type {
  PerformanceProfile,
  RunSummary,
} from '@meshplane/plugin-meshplane-common';
import { hostAndPort, targetOf } from './guard/TargetPattern';
import type { ProfileRow, RunRow } from './stores/model';

/** What of a load test permissions depend on. */
export interface Subject {
  readonly entityRef?: string;
  readonly clusters: readonly string[];
  readonly targets: readonly string[];
}

/** Who looks: answers say what this person may do with what they show. */
export interface Viewer {
  may(verb: 'read' | 'write' | 'run', subject: Subject): boolean;
}

/** What permissions on a profile, and on loads that are not stored, depend on. */
export function subjectOfInput(input: ProfileRow['input']): Subject {
  const { entityRef, load, measured, runner } = input;
  const clusters = measured.map(({ cluster }) => cluster);
  if (runner.type !== 'local') clusters.push(runner.cluster);
  return {
    entityRef,
    clusters: [...new Set(clusters)],
    targets: targetsOf(load.endpoints.map(({ url }) => url)),
  };
}

/** What permissions on a run depend on. */
export function subjectOfRun(
  row: Pick<RunRow, 'entityRef' | 'cluster' | 'targets'>,
): Subject {
  const { entityRef, cluster, targets } = row;
  return { entityRef, clusters: cluster ? [cluster] : [], targets };
}

/** `host:port` of every URL, sorted; those that cannot be read are left out. */
export function targetsOf(urls: readonly string[]): string[] {
  const targets = urls.flatMap(url => {
    try {
      const target = targetOf(url);
      return target.host ? [hostAndPort(target)] : [];
    } catch {
      return [];
    }
  });
  return [...new Set(targets)].sort();
}

/** Whether a run changes no more. */
export function hasEnded(state: RunState): boolean {
  return finishedRunStates.includes(state);
}

/** A run as lists show it. */
export function runSummaryOf(
  row: RunRow,
  viewer: Viewer,
  queuePosition?: number,
): RunSummary {
  const { cluster: _, queueKey, note, lease, ...shown } = row;
  const { cancelRequestedBy, ...summary } = shown;
  const subject = subjectOfRun(row);
  return {
    ...summary,
    ...(queuePosition !== undefined && { queuePosition }),
    may: {
      cancel:
        !hasEnded(row.state) &&
        cancelRequestedBy === undefined &&
        viewer.may('run', subject),
      edit: viewer.may('write', subject),
    },
  };
}

/** A version of a profile as the API shows it. */
export function profileOf(row: ProfileRow, viewer: Viewer): PerformanceProfile {
  const { input, ...facts } = row;
  const subject = subjectOfInput(input);
  return {
    ...input,
    ...facts,
    may: {
      edit: viewer.may('write', subject),
      run: !row.archived && viewer.may('run', subject),
    },
  };
}
