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
import type { MeshInstance, NamespaceCoverage } from '../model/results';
import { refKey } from './references';

/**
 * Two modes of one product may share a control plane: both are shown, and each says so.
 *
 * @returns new instances where something is added
 */
export function noteSharedControlPlanes(
  instances: readonly MeshInstance[],
): MeshInstance[] {
  return instances.map(instance => {
    const own = new Set(controlPlanesOf(instance));
    const others = instances.filter(
      other =>
        other.definition !== instance.definition &&
        controlPlanesOf(other).some(key => own.has(key)),
    );
    if (others.length === 0) return instance;
    const reasons = others.map(({ displayName, id }) => ({
      code: 'shared-control-plane',
      severity: 'info' as const,
      text: `The same control plane also serves ${displayName} (${id})`,
    }));
    return { ...instance, reasons: [...instance.reasons, ...reasons] };
  });
}

function controlPlanesOf(instance: MeshInstance): string[] {
  return instance.components
    .filter(c => c.role === 'control-plane')
    .map(c => refKey(c.object));
}

/**
 * Leaves out what is only possible and not in use: a definition that yields to another on the same control plane is
 * reported only if pods have its proxy or a namespace asks for it.
 */
export function withoutYielding(
  instances: readonly MeshInstance[],
  definitions: readonly MeshDefinition[],
  namespaces: readonly NamespaceCoverage[],
): MeshInstance[] {
  const asked = new Set(
    namespaces.flatMap(({ intent }) =>
      intent.filter(i => i.on).map(i => i.definition),
    ),
  );
  return instances.filter(instance => {
    const yieldsTo =
      definitions.find(d => d.id === instance.definition)?.detect.yieldsTo ??
      [];
    const own = controlPlanesOf(instance);
    const yields = instances.some(
      other =>
        yieldsTo.includes(other.definition) &&
        controlPlanesOf(other).some(key => own.includes(key)),
    );
    return (
      !yields || instance.dataPlane.pods > 0 || asked.has(instance.definition)
    );
  });
}
