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

import type { WorkloadCoverage } from '@meshplane/meshes';
import type { RunEnvironment } from '@meshplane/plugin-meshplane-common';

type MtlsState = RunEnvironment['mtls'];

const STATES: Record<WorkloadCoverage['mtls']['mode'], MtlsState> = {
  strict: 'strict',
  permissive: 'permissive',
  // Encrypted between members; from others plaintext is taken as well.
  automatic: 'permissive',
  disabled: 'off',
  none: 'off',
  unknown: 'unknown',
};

/** The state that all workloads share; `why` says why it cannot be told. */
export function mtlsStateOf(
  workloads: readonly Pick<WorkloadCoverage, 'mtls'>[],
): { state: MtlsState; why?: string } {
  if (workloads.length === 0) {
    return {
      state: 'unknown',
      why: 'Whether mutual TLS is used is not known, because no measured workload is.',
    };
  }
  const states = [...new Set(workloads.map(({ mtls }) => STATES[mtls.mode]))];
  if (states.length > 1) {
    return {
      state: 'unknown',
      why: `Measured workloads differ in mutual TLS: ${states.join(', ')}.`,
    };
  }
  const [state] = states;
  return state === 'unknown'
    ? {
        state,
        why: `Whether mutual TLS is used cannot be told: ${workloads[0].mtls.text}.`,
      }
    : { state };
}
