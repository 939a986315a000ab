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
  OperationDetail,
  PreflightFinding,
} from '@meshplane/plugin-meshplane-common';
import type {
  OperationRecord,
  StepRecord,
} from '../database/operations/records';
import { hasTraces } from './running/rollBackSteps';
import type { OperationSettings } from './settings';
import { switchedOff } from './switches';

/** One of the things that can be done with an operation. */
export type OperationAction = OperationDetail['actions'][number]['action'];

export interface ActionFacts {
  operation: OperationRecord;
  steps: readonly StepRecord[];
  children: readonly OperationRecord[];
  /** Of the parent of a child. */
  parent?: OperationRecord;
  /** Of the plan, or of the plans of the children. */
  findings: readonly PreflightFinding[];
  /** Who asks. */
  user: string;
  settings: Pick<OperationSettings, 'approval' | 'enabled'>;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Why an action is refused: because of what is, of who asks, or of what is switched off. */
export interface Refusal {
  kind: 'state' | 'person' | 'switch';
  reason: string;
}

const ACTIONS: readonly OperationAction[] = [
  'approve',
  'reject',
  'cancel',
  'resume',
  'rollback',
  'continue',
];

/** All actions for the caller; permissions are judged beside. */
export function actionsOf(
  facts: ActionFacts,
  permission: { granted: boolean; name: string },
): OperationDetail['actions'] {
  return ACTIONS.map(action => {
    const refusal = refusalOf(action, facts);
    const reason =
      refusal?.reason ??
      (permission.granted
        ? undefined
        : `Permission "${permission.name}" is needed for this`);
    return { action, allowed: reason === undefined, ...(reason && { reason }) };
  });
}

/** Why an action cannot be taken; undefined if it can. */
export function refusalOf(
  action: OperationAction,
  facts: ActionFacts,
): Refusal | undefined {
  return refuseByState(action, facts) ?? refuseBySwitch(action, facts);
}

/** What only ends an operation is possible in any case. */
function refuseBySwitch(
  action: OperationAction,
  { operation, settings }: ActionFacts,
): Refusal | undefined {
  if (action === 'reject' || action === 'cancel') return undefined;
  const reason = switchedOff(operation, settings.enabled);
  return reason === undefined ? undefined : { kind: 'switch', reason };
}

function refuseByState(
  action: OperationAction,
  facts: ActionFacts,
): Refusal | undefined {
  switch (action) {
    case 'approve':
      return refuseApproval(facts);
    case 'reject':
      return refuseDecision(facts);
    case 'cancel':
      return refuseCancel(facts);
    case 'resume':
      return refuseResume(facts);
    case 'rollback':
      return refuseRollback(facts);
    default:
      return facts.operation.waiting
        ? undefined
        : state('It does not wait for anybody to continue');
  }
}

function state(reason: string): Refusal {
  return { kind: 'state', reason };
}

function refuseDecision({ operation }: ActionFacts): Refusal | undefined {
  if (operation.state !== 'planned')
    return state(`It is ${operation.state}, not planned`);
  if (operation.parent)
    return state(
      `It is a part of the operation "${operation.parent}", which is decided about as a whole`,
    );
  return undefined;
}

function refuseApproval(facts: ActionFacts): Refusal | undefined {
  const { operation, findings, user, settings, now } = facts;
  const refusal = refuseDecision(facts);
  if (refusal) return refusal;
  if (operation.expiresAt <= now)
    return state(
      `The plan expired at ${new Date(
        operation.expiresAt,
      ).toISOString()}; plan again`,
    );
  const blocking = findings.filter(
    finding => finding.severity === 'blocking' && !finding.overridden,
  );
  if (blocking.length > 0)
    return state(
      `Blocked by ${[
        ...new Set(blocking.map(({ title }) => `"${title}"`)),
      ].join(', ')}: mend it and plan again, or plan with an override`,
    );
  if (settings.approval === 'four-eyes' && operation.createdBy === user)
    return {
      kind: 'person',
      reason: `Somebody else than "${user}", who planned it, has to approve (meshplane.operations.approval is "four-eyes")`,
    };
  return undefined;
}

function refuseCancel({ operation }: ActionFacts): Refusal | undefined {
  if (operation.state !== 'running')
    return state(
      operation.state === 'planned'
        ? 'It has not begun; reject the plan instead'
        : `It has ${operation.state === 'interrupted' ? 'been ' : ''}${
            operation.state
          } already`,
    );
  return operation.cancel ? state('It is being cancelled') : undefined;
}

/** What resume and roll back have in common. */
function refuseRestart(facts: ActionFacts): Refusal | undefined {
  const { operation, parent } = facts;
  if (!['failed', 'cancelled', 'interrupted'].includes(operation.state))
    return state(
      operation.state === 'succeeded'
        ? 'It has succeeded'
        : `It is ${operation.state}`,
    );
  if (operation.approvedBy === undefined) return state('It was never approved');
  if (parent?.state === 'running')
    return state(
      `The operation "${parent.id}", of which it is a part, is running`,
    );
  return undefined;
}

function refuseResume(facts: ActionFacts): Refusal | undefined {
  const refusal = refuseRestart(facts);
  if (refusal) return refusal;
  if (facts.operation.direction === 'rollback')
    return state('It was rolled back; plan again');
  return undefined;
}

function refuseRollback(facts: ActionFacts): Refusal | undefined {
  const { operation, steps, children } = facts;
  const refusal = refuseRestart(facts);
  if (refusal) return refusal;
  const something =
    operation.cluster === undefined
      ? children.some(
          child =>
            child.startedAt !== undefined &&
            !(child.direction === 'rollback' && child.state === 'cancelled'),
        )
      : steps.some(hasTraces);
  if (!something) return state('There is nothing to take back');
  const irreversible =
    operation.cluster !== undefined &&
    !steps.some(step => hasTraces(step) && step.reversible);
  return irreversible
    ? state('None of the steps that were done can be taken back')
    : undefined;
}
