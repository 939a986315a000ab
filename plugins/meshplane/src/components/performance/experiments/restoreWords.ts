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

import type { ExperimentDetail } from '@meshplane/plugin-meshplane-common';

/** What still has to be taken back, side by side in sentences: which operation, and where. */
export function restoreWords(
  experiment: Pick<ExperimentDetail, 'toRestore' | 'input'>,
): string[] {
  return experiment.toRestore.map(name => {
    const restore = experiment.input.arms.find(
      arm => arm.name === name,
    )?.restore;
    if (!restore) return name;
    const where = restore.clusters.join(', ');
    if (restore.kind === 'workload.offboard') {
      return `${name}: namespace ${restore.input.namespace} in ${where} is to be taken off the mesh again`;
    }
    if (restore.kind === 'workload.onboard') {
      return `${name}: namespace ${restore.input.namespace} in ${where} is to be brought back onto ${restore.input.mesh}`;
    }
    return `${name}: the operation "${restore.kind}" in ${where} is still to come`;
  });
}
