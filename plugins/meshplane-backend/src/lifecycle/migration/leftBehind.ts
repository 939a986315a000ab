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

import type { MeshDefinition, ObjectReader } from '@meshplane/meshes';

/** API groups that a product shares with others, beside its own. */
const FURTHER_GROUPS: Readonly<Record<string, readonly string[]>> = {
  'open-service-mesh': [
    'access.smi-spec.io',
    'specs.smi-spec.io',
    'split.smi-spec.io',
  ],
  'nginx-service-mesh': [
    'access.smi-spec.io',
    'specs.smi-spec.io',
    'split.smi-spec.io',
  ],
};

/** Configuration in a namespace that the new mesh does not read, as `Kind namespace/name`. */
export function leftBehind(
  from: MeshDefinition,
  to: MeshDefinition,
  namespace: string,
  objects: Pick<ObjectReader, 'kinds' | 'list'>,
): string[] {
  const read = new Set(to.detect.crdGroups.map(({ group }) => group));
  const groups = new Set(
    [
      ...from.detect.crdGroups.map(({ group }) => group),
      ...(FURTHER_GROUPS[from.id] ?? []),
    ].filter(group => !read.has(group)),
  );
  return objects.kinds().flatMap(kind => {
    const dot = kind.indexOf('.');
    if (dot === -1 || !groups.has(kind.slice(dot + 1))) return [];
    return objects
      .list(kind, namespace)
      .map(
        ({ metadata }) => `${kind.slice(0, dot)} ${namespace}/${metadata.name}`,
      );
  });
}
