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

import { createHash } from 'node:crypto';

/** Label by which everything that a run has made is found again. */
export const RUN_LABEL = 'meshplane.io/performance-run';
/** Annotation with the id of the run as people see it. */
export const RUN_ANNOTATION = 'meshplane.io/performance-run-id';
/** Annotation of a pod that tells the generator in it what to do. */
export const CONTROL_ANNOTATION = 'meshplane.io/load-control';

/** An id may be longer and have other letters than names and labels may. */
export function runKey(runId: string): string {
  return createHash('sha256').update(runId).digest('hex').slice(0, 20);
}

/** Name of the objects of a run. */
export function runName(runId: string): string {
  return `meshplane-load-${runKey(runId)}`;
}

/** Metadata of an object of a run. */
export function runMetadata(runId: string) {
  return {
    name: runName(runId),
    labels: {
      'app.kubernetes.io/name': 'meshplane-load-generator',
      'app.kubernetes.io/managed-by': 'meshplane',
      [RUN_LABEL]: runKey(runId),
    },
    annotations: { [RUN_ANNOTATION]: runId },
  };
}
