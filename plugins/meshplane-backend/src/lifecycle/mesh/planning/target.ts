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

import { NotFoundError } from '@backstage/errors';
import type { MeshDefinition, MeshInstance } from '@meshplane/meshes';
import type { MeshLifecycleDeps } from '../deps';

/**
 * @throws NotFoundError naming the definitions that there are
 */
export function requireDefinition(
  { definitions }: Pick<MeshLifecycleDeps, 'definitions'>,
  id: string,
): MeshDefinition {
  const definition = definitions.find(d => d.id === id);
  if (definition) return definition;
  throw new NotFoundError(
    `There is no mesh "${id}"; known are ${definitions
      .map(d => `"${d.id}"`)
      .join(', ')}`,
  );
}

/**
 * The installation and its definition.
 *
 * @throws NotFoundError naming the installations of the cluster
 */
export function requireInstance(
  deps: Pick<MeshLifecycleDeps, 'definitions' | 'reports'>,
  cluster: string,
  id: string,
): { instance: MeshInstance; definition: MeshDefinition } {
  const { meshes } = deps.reports.report(cluster).report;
  const instance = meshes.find(mesh => mesh.id === id);
  if (instance)
    return {
      instance,
      definition: requireDefinition(deps, instance.definition),
    };
  throw new NotFoundError(
    `There is no mesh "${id}" on cluster "${cluster}"; ${
      meshes.length > 0
        ? `it has ${meshes.map(mesh => `"${mesh.id}"`).join(', ')}`
        : 'it has none'
    }`,
  );
}

/**
 * Whether somebody else manages an installation. A network plugin counts as managed, too, but planning guards it itself:
 * its features are switched and it is upgraded, it is never installed or removed.
 */
export function isReadOnly(
  { management }: MeshInstance,
  { operations }: MeshDefinition,
): boolean {
  return (
    management.readOnly &&
    !(operations.support === 'toggles-only' && management.by === 'cni')
  );
}
