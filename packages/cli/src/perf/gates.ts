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
  createLiveGates,
  evaluateGates,
  GateError,
  gateTarget,
  ThresholdSyntaxError,
  type Gate,
  type GateResult,
  type LiveGates,
  type LoadProfile,
  type RunResult,
} from '@meshplane/benchmark';
import { UsageError } from '../exits';

/**
 * Finds out before a run whether its gates can be applied at all.
 *
 * @param named - the flag or field that holds them
 * @throws UsageError that names it
 */
export function checkGates(gates: readonly Gate[], named: string): void {
  for (const gate of gates) {
    try {
      gateTarget(gate);
    } catch (error) {
      if (error instanceof GateError || error instanceof ThresholdSyntaxError) {
        throw new UsageError(`${named}: ${error.message}`);
      }
      throw error;
    }
  }
}

/** Gates as a run watches them. Changes against a baseline are for the end, when all runs are known. */
export function liveGates(profile: LoadProfile): LiveGates {
  return createLiveGates(
    profile.gates.filter(gate => !isChange(gate)),
    profile,
  );
}

/** The gates of single runs: everything but changes against a baseline. */
export function gatesOfRun(
  result: RunResult,
  gates: readonly Gate[],
): GateResult[] {
  return evaluateGates(
    result,
    gates.filter(gate => !isChange(gate)),
  );
}

/** The gates of a whole side: changes against a baseline. */
export function gatesOfSide(
  runs: readonly RunResult[],
  gates: readonly Gate[],
  baseline: readonly RunResult[],
): GateResult[] {
  const last = runs.at(-1);
  if (!last) return [];
  return evaluateGates(last, gates.filter(isChange), {
    baseline,
    repeats: runs,
  });
}

function isChange(gate: Gate): boolean {
  return gateTarget(gate).threshold.delta;
}
