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
  MeshInstance,
  MeshReport,
  NamespaceCoverage,
} from '@meshplane/meshes';

/** The namespaces that are on a mesh, and those that ask for it without (yet) having a pod on it. */
export function namespacesOf(
  mesh: Pick<MeshInstance, 'id' | 'definition' | 'revision' | 'tags'>,
  report: Pick<MeshReport, 'namespaces'>,
): NamespaceCoverage[] {
  return report.namespaces.filter(
    ({ meshes, intent }) =>
      meshes.includes(mesh.id) ||
      intent.some(
        ({ definition, revision, on }) =>
          on &&
          definition === mesh.definition &&
          (revision === undefined ||
            mesh.revision === undefined ||
            revision === mesh.revision ||
            mesh.tags.includes(revision)),
      ),
  );
}
