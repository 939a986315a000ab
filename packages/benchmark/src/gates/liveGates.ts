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

import { AbortReason, LiveGates } from '../engine/live';
import { Gate, LoadProfile } from '../model/profile';
import { GateResult, RunResult } from '../model/result';
import { evaluateGates, GateContext } from './evaluateGates';
import { GateError, gateTarget } from './gateTarget';
import { RollingWindow } from './RollingWindow';

/** @public */
export interface LiveGatesOptions extends GateContext {
  /** Shortest stretch of the latest past that can end a run, seconds. */
  windowSeconds?: number;
}

const DEFAULT_WINDOW_SECONDS = 10;

/**
 * Gates for the engine: those with `abort` end a run as soon as the latest stretch is certainly beyond the threshold,
 * with the same care as at the end. At least ten seconds are looked at, more where a percentile needs them for 100
 * samples beyond it; the interval of the value must lie on the wrong side as a whole. Counts and extremes are facts and
 * need no stretch.
 *
 * @throws GateError or ThresholdSyntaxError, before a run begins.
 * @public
 */
export function createLiveGates(
  gates: readonly Gate[],
  profile: LoadProfile,
  options: LiveGatesOptions = {},
): LiveGates {
  const targets = gates.map(gate => ({ ...gateTarget(gate), gate }));
  for (const { endpoint } of targets) {
    requireEndpoint(profile, endpoint);
  }
  const aborting = targets.filter(t => t.gate.abort && !t.threshold.delta);
  const window = new RollingWindow(
    aborting,
    options.windowSeconds ?? DEFAULT_WINDOW_SECONDS,
  );
  return {
    shouldAbort: view =>
      view.phase === 'measured' && aborting.length > 0
        ? window.check(view)
        : undefined,
    judge: (result, aborted) => judgeAtEnd(result, gates, options, aborted),
  };
}

function requireEndpoint(
  profile: LoadProfile,
  endpoint: string | undefined,
): void {
  const names = profile.endpoints.map(({ name, url }) => name ?? url);
  if (endpoint !== undefined && !names.includes(endpoint)) {
    throw new GateError(
      `The profile has no endpoint "${endpoint}"; it has ${names.join(', ')}`,
    );
  }
}

/** A gate that ended its run has failed, whatever is left to be judged of the shortened run. */
function judgeAtEnd(
  result: RunResult,
  gates: readonly Gate[],
  context: GateContext,
  aborted: AbortReason | undefined,
): GateResult[] {
  return evaluateGates(result, gates, context).map(judged => {
    const ended =
      aborted?.metric === judged.metric &&
      aborted.threshold === judged.threshold;
    return ended
      ? { ...judged, verdict: 'fail', aborted: true, message: aborted.message }
      : judged;
  });
}
