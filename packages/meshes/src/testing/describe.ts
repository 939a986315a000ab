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

import { meshDefinitions } from '../definitions';
import type { KubeObject } from '../model/objects';
import { objectsFrom } from '../model/objectsFrom';
import { meshInstanceSchema } from '../model/results';
import { meshReasonCodes } from '../reasonCodes';
import { describeMeshes, type DescribedMeshes } from '../report';

export const NOW = new Date('2026-11-24T00:00:00Z');

/** The codes of some findings. */
export function codesOf(of: {
  reasons: readonly { code: string }[];
}): string[] {
  return of.reasons.map(r => r.code);
}

/** The report on some objects with the real definitions, checked against the schemas that the API promises. */
export function describeObjects(
  objects: readonly (KubeObject | readonly KubeObject[])[],
  unreadable: readonly string[] = [],
): DescribedMeshes {
  const report = describeMeshes(
    objectsFrom(objects.flat() as KubeObject[], unreadable),
    { definitions: meshDefinitions, now: NOW },
  );
  for (const mesh of report.meshes) meshInstanceSchema.parse(mesh);
  const said = [
    report,
    ...report.meshes.flatMap(mesh => [mesh, ...mesh.components]),
    ...report.namespaces,
    ...report.workloads,
  ].flatMap(codesOf);
  for (const code of said) expect(Object.keys(meshReasonCodes)).toContain(code);
  return report;
}
