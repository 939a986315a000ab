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

import { meshDefinitions } from '../../definitions';
import type { MeshDefinition } from '../../model/definition';
import type { PreflightFacts } from '../model';

/** Another installation that uses the same definitions. */
export interface Sharer {
  id: string;
  revision?: string;
  /** Charts that it may be made of, by name. */
  charts: ReadonlySet<string>;
}

/**
 * Other installations on the cluster that use the same definitions: further revisions, or another mode of the same
 * product, which is installed by the same charts (and may run on the very same control plane).
 */
export function sharersOf(
  definition: MeshDefinition,
  instance: string,
  { meshes }: Pick<PreflightFacts, 'meshes'>,
): Sharer[] {
  const own = new Set(definition.charts.map(keyOf));
  return (meshes ?? [])
    .filter(mesh => mesh.id !== instance)
    .flatMap(({ id, revision, definition: other }) => {
      const charts = meshDefinitions.find(d => d.id === other)?.charts ?? [];
      return charts.some(chart => own.has(keyOf(chart)))
        ? [{ id, revision, charts: new Set(charts.map(({ name }) => name)) }]
        : [];
    });
}

function keyOf({ repository, name }: MeshDefinition['charts'][number]) {
  return `${repository}/${name}`;
}
