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

import type { RunResult } from '@meshplane/benchmark/model';
import type { RunState } from '@meshplane/plugin-meshplane-common';

/** Why a run ends before its load does. */
export type EarlyEnd =
  | { kind: 'cancelled'; by: string }
  | { kind: 'switched-off'; by?: string; reason?: string }
  /** The backend stops. */
  | { kind: 'shutdown' }
  | { kind: 'error-rate'; message: string }
  /** Another replica has taken this run for dead: nothing of it may be written any more. */
  | { kind: 'lost' };

/** What a run becomes, and why, in a sentence. */
export interface Ending {
  state: RunState;
  message?: string;
}

/** What an early end makes of a run. */
export function endingOf(early: Exclude<EarlyEnd, { kind: 'lost' }>): Ending {
  switch (early.kind) {
    case 'cancelled':
      return { state: 'cancelled', message: `Cancelled by ${early.by}` };
    case 'switched-off':
      return { state: 'cancelled', message: switchedOff(early) };
    case 'shutdown':
      return {
        state: 'interrupted',
        message: 'The backend was shut down while it ran',
      };
    default:
      return { state: 'failed', message: `Stopped: ${early.message}` };
  }
}

/** Why there is no load, for people. */
export function switchedOff(value: { by?: string; reason?: string }): string {
  const by = value.by ? ` by ${value.by}` : '';
  return `All load was switched off${by}${
    value.reason ? `: ${value.reason}` : ''
  }`;
}

/** What a run becomes by the end of its load. */
export function endingByResult({
  end,
  warnings,
}: Pick<RunResult, 'end' | 'warnings'>): Ending {
  switch (end) {
    case 'complete':
      return { state: 'succeeded' };
    case 'aborted-by-gate':
      // The measurement did what it was asked to; that the gate failed is said by the gate.
      return {
        state: 'succeeded',
        message:
          warnings.find(text => text.startsWith('Ended by a gate')) ??
          'Ended by a gate',
      };
    case 'cancelled':
      return {
        state: 'failed',
        message: 'The load was ended from outside of the portal',
      };
    default:
      return {
        state: 'failed',
        message: warnings.join('; ') || 'No load could be made',
      };
  }
}
