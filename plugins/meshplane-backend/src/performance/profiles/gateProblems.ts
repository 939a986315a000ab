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
  GateError,
  gateTarget,
  ThresholdSyntaxError,
} from '@meshplane/benchmark';
import type { LoadProfile } from '@meshplane/benchmark/model';
import type { GuardProblem } from '../guard/TargetGuard';

/** Gates that could never be judged, by place: otherwise one hears of them only after the run. */
export function gateProblems({
  gates,
}: Pick<LoadProfile, 'gates'>): GuardProblem[] {
  return gates.flatMap((gate, index) => {
    try {
      gateTarget(gate);
      return [];
    } catch (error) {
      if (
        !(error instanceof GateError || error instanceof ThresholdSyntaxError)
      )
        throw error;
      return [
        { path: `load.gates.${index}.threshold`, message: error.message },
      ];
    }
  });
}
