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

import type { MeshDefinition } from '../model/definition';
import type { MeshInstance } from '../model/results';

/** Which installation is meant, or why it cannot be said. */
export type Resolved =
  | { state: 'found'; instance: MeshInstance }
  /** The product is not installed at all. */
  | { state: 'not-installed' }
  /** It is, but nobody serves this revision (or namespace). */
  | { state: 'no-control-plane' }
  /** Several fit. */
  | { state: 'ambiguous' };

/**
 * Finds the installation that serves a namespace or a pod.
 *
 * @param revision - revision or revision tag; undefined if none is stated
 * @param namespace - of the control plane, where the pod names it
 */
export function resolveInstance(
  instances: ReadonlyMap<string, readonly MeshInstance[]>,
  definition: MeshDefinition,
  revision: string | undefined,
  namespace?: string,
): Resolved {
  const all = instances.get(definition.id) ?? [];
  if (all.length === 0) return { state: 'not-installed' };
  const fitting = all.filter(
    mesh =>
      (revision === undefined || serves(mesh, revision)) &&
      (namespace === undefined ||
        mesh.namespace === undefined ||
        mesh.namespace === namespace),
  );
  if (fitting.length === 1) return { state: 'found', instance: fitting[0] };
  if (fitting.length === 0) return { state: 'no-control-plane' };
  const { defaultRevision } = definition.detect.instance;
  if (revision === undefined && defaultRevision !== undefined) {
    const byDefault = fitting.filter(mesh => serves(mesh, defaultRevision));
    if (byDefault.length === 1)
      return { state: 'found', instance: byDefault[0] };
  }
  return { state: 'ambiguous' };
}

function serves(mesh: MeshInstance, revision: string): boolean {
  return (
    mesh.revision === revision ||
    mesh.tags.includes(revision) ||
    // Nothing is known about an installation of which only the CRDs could be seen.
    (mesh.revision === undefined && mesh.namespace === undefined)
  );
}
