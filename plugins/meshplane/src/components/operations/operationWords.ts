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
  ObjectChange,
  OperationDetail,
  OperationKind,
  OperationLogEntry,
  OperationState,
  OperationStep,
  OperationSummary,
  PlannedChart,
  PreflightFinding,
  Rollout,
} from '@meshplane/plugin-meshplane-common';
import type { OperationAction } from '../../data/operationQueries';
import type { StateWord } from '../status/words';

/** What each kind of operation does, as a heading. */
export const kindTitles: Record<OperationKind, string> = {
  'mesh.install': 'Install a mesh',
  'mesh.upgrade': 'Upgrade a mesh',
  'mesh.uninstall': 'Remove a mesh',
  'mesh.configure': 'Configure a mesh',
  'workload.onboard': 'Bring onto the mesh',
  'workload.offboard': 'Take off the mesh',
  'workload.restart': 'Restart workloads',
  'mesh.migrate': 'Move a namespace to another mesh',
  'sample.install': 'Install a sample application',
  'sample.remove': 'Remove a sample application',
  'release.recover': 'Recover a Helm release',
};

const stateWords: Record<OperationState, StateWord> = {
  planned: { tone: 'info', word: 'Waits for approval' },
  running: { tone: 'progress', word: 'Running' },
  succeeded: { tone: 'ok', word: 'Succeeded' },
  failed: { tone: 'error', word: 'Failed' },
  cancelled: { tone: 'neutral', word: 'Cancelled' },
  interrupted: { tone: 'warning', word: 'Interrupted' },
};

/** States to filter by. */
export const operationStates = Object.entries(stateWords).map(
  ([value, { word }]) => ({ value, label: word }),
);

/** State of an operation; a canary that waits is said apart. */
export function operationWord(
  operation: Pick<OperationSummary, 'state' | 'waiting' | 'direction'>,
): StateWord {
  if (operation.state === 'running' && operation.direction === 'rollback') {
    return { tone: 'progress', word: 'Rolling back' };
  }
  if (operation.state === 'running' && operation.waiting) {
    return { tone: 'warning', word: 'Waits for "continue"' };
  }
  return stateWords[operation.state];
}

/** @see OperationStep */
export const stepWords: Record<OperationStep['state'], StateWord> = {
  pending: { tone: 'off', word: 'Pending' },
  running: { tone: 'progress', word: 'Running' },
  done: { tone: 'ok', word: 'Done' },
  skipped: { tone: 'ok', word: 'Was done already' },
  failed: { tone: 'error', word: 'Failed' },
  cancelled: { tone: 'neutral', word: 'Cancelled' },
  'rolled-back': { tone: 'warning', word: 'Rolled back' },
};

/** @see PreflightFinding */
export const findingWords: Record<PreflightFinding['severity'], StateWord> = {
  blocking: { tone: 'error', word: 'Blocking' },
  warning: { tone: 'warning', word: 'Warning' },
  info: { tone: 'info', word: 'Note' },
  passed: { tone: 'ok', word: 'Passed' },
};

/** @see ObjectChange */
export const changeWords: Record<ObjectChange['action'], string> = {
  create: 'Create',
  update: 'Change',
  delete: 'Delete',
  unchanged: 'Unchanged',
  unknown: 'Unknown',
};

/** @see OperationLogEntry */
export const levelWords: Record<OperationLogEntry['level'], StateWord> = {
  info: { tone: 'info', word: 'Info' },
  warn: { tone: 'warning', word: 'Warning' },
  error: { tone: 'error', word: 'Error' },
};

/** Facts at the end of an operation. */
export const resultWords: Record<
  NonNullable<OperationDetail['result']>[number]['state'],
  StateWord
> = {
  passed: { tone: 'ok', word: 'Passed' },
  failed: { tone: 'error', word: 'Failed' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

/** How a chart was checked. */
export const verifiedWords: Record<PlannedChart['verified'], string> = {
  digest: 'Digest checked',
  provenance: 'Digest and provenance file checked',
  cosign: 'Digest and cosign signature checked',
};

/** @see Rollout */
export const rolloutWords: Record<
  Rollout['policy'],
  { title: string; text: string }
> = {
  'one-by-one': {
    title: 'One by one',
    text: 'One cluster after the other; stops at the first that fails.',
  },
  canary: {
    title: 'Canary cluster first',
    text: 'One cluster alone, then a pause until somebody says "continue".',
  },
  'all-at-once': {
    title: 'All at once',
    text: 'Every cluster in parallel; a failure in one does not stop the others.',
  },
};

/** Buttons of an operation: label, what happens, and what the text field asks for. */
export const actionWords: Record<
  OperationAction,
  { label: string; done: string; text: string; ask: string }
> = {
  approve: {
    label: 'Approve and run',
    done: 'Approved',
    text: 'The plan is run as it is shown here. It is refused if the cluster has changed since it was made.',
    ask: 'Comment (optional)',
  },
  reject: {
    label: 'Reject',
    done: 'Rejected',
    text: 'The plan is put away; nothing is changed.',
    ask: 'Reason',
  },
  cancel: {
    label: 'Cancel',
    done: 'Cancelled',
    text: 'The running step is stopped where that is safe, and no further step is started. What was done stays until it is rolled back.',
    ask: 'Reason (optional)',
  },
  resume: {
    label: 'Resume',
    done: 'Resumed',
    text: 'The cluster is read first; steps that are done are skipped, and the run goes on with the first that is not.',
    ask: 'Reason (optional)',
  },
  rollback: {
    label: 'Roll back',
    done: 'Rolled back',
    text: 'What was done is taken back in reverse order. Steps that cannot be taken back are named in the log.',
    ask: 'Reason (optional)',
  },
  continue: {
    label: 'Continue with the other clusters',
    done: 'Continued',
    text: 'The canary cluster is accepted and the others follow one by one.',
    ask: 'Comment (optional)',
  },
};
