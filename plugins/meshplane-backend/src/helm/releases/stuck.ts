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
  RecoveryWay,
  ReleaseStatus,
  ReleaseSummary,
  StuckRelease,
} from './ReleaseReader';

/** What is wrong with a release whose newest revision has this status; undefined: nothing. */
export function problemOf(
  status: ReleaseStatus,
): StuckRelease['problem'] | undefined {
  if (status.startsWith('pending-')) return 'pending';
  if (status === 'failed' || status === 'uninstalling') return status;
  return undefined;
}

/**
 * Judges a release by its history.
 *
 * @param history - all of its revisions, newest first
 */
export function stuckRelease(
  history: readonly ReleaseSummary[],
): StuckRelease | undefined {
  const [latest, ...earlier] = history;
  const problem = latest && problemOf(latest.status);
  if (!problem) return undefined;
  // A superseded revision was good once; one that failed or was pending never was.
  const lastGood =
    earlier.find(({ status }) => status === 'deployed') ??
    earlier.find(({ status }) => status === 'superseded');
  return {
    latest,
    problem,
    ...(lastGood && { lastGood }),
    ways: waysOf(problem, Boolean(lastGood)),
    detail: detailOf(latest, problem, lastGood),
  };
}

function waysOf(
  problem: StuckRelease['problem'],
  hasGood: boolean,
): RecoveryWay[] {
  if (problem === 'uninstalling' || !hasGood) {
    return problem === 'pending'
      ? ['uninstall', 'delete-pending']
      : ['uninstall'];
  }
  return problem === 'pending' ? ['rollback', 'delete-pending'] : ['rollback'];
}

function detailOf(
  latest: ReleaseSummary,
  problem: StuckRelease['problem'],
  lastGood: ReleaseSummary | undefined,
): string {
  const release = `Release "${latest.name}" in namespace "${latest.namespace}"`;
  const since = latest.modifiedAt ? ` since ${latest.modifiedAt}` : '';
  const good = lastGood
    ? `Its last good revision is ${lastGood.revision}.`
    : 'It has no good revision.';
  switch (problem) {
    case 'pending':
      return `${release} is "${latest.status}"${since}: either Helm is at work on it now, or it was cut off at revision ${latest.revision} and refuses every change. ${good}`;
    case 'uninstalling':
      return `${release} is half uninstalled${since}.`;
    default:
      return `Revision ${latest.revision} of ${release.replace(
        'Release',
        'release',
      )} has failed. ${good}`;
  }
}
