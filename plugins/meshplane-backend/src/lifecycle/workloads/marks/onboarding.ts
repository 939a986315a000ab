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

import { InputError } from '@backstage/errors';
import type {
  MeshDefinition,
  MeshInstance,
  OnboardRule,
} from '@meshplane/meshes';
import { answersOf, partOf, type MarkScope } from './answers';
import { noMarks, type Marked, type Marks } from './marks';

const DEFAULT_REVISION = 'default';

/**
 * The marks that bring a namespace or a pod template onto a mesh.
 *
 * @param revision - revision or tag of that mesh; absent: the one that the mesh serves by default
 * @returns undefined if the mesh knows no such mark for this scope (Consul has none for namespaces)
 * @throws InputError if the mesh has no such revision
 */
export function onMarks(
  definition: MeshDefinition,
  mesh: Pick<MeshInstance, 'id' | 'revision' | 'tags'>,
  scope: MarkScope,
  current: Marked,
  revision?: string,
): Marks | undefined {
  const rules = definition.onboard.filter(rule => rule.scope === scope);
  if (rules.length === 0) return undefined;
  const asked = revisionToAsk(mesh, revision);
  const plain = rules.find(rule => !rule.valueIsRevision);
  const byRevision = rules.find(rule => rule.valueIsRevision);
  if (asked !== undefined && !byRevision) {
    throw new InputError(
      `${definition.displayName} has no revisions: "${asked}" cannot be asked for`,
    );
  }
  const marks = noMarks();
  const set = (rule: OnboardRule, value: string) => {
    marks[partOf(rule)][rule.key] = value;
  };
  if (asked === undefined) {
    if (plain) set(plain, plain.on[0]);
  } else {
    set(byRevision!, asked);
    // A pod needs both: one mark asks for injection, the other says by whom.
    if (scope === 'workload' && plain) set(plain, plain.on[0]);
  }
  removeOthers(marks, rules, scope, current);
  return marks;
}

/** The value of the revision label, or undefined where the plain mark is enough. */
function revisionToAsk(
  { id, revision, tags }: Pick<MeshInstance, 'id' | 'revision' | 'tags'>,
  wanted: string | undefined,
): string | undefined {
  const served = [...(revision ? [revision] : []), ...tags];
  const isDefault = served.length === 0 || served.includes(DEFAULT_REVISION);
  if (wanted === undefined) return isDefault ? undefined : revision;
  if (!served.includes(wanted)) {
    throw new InputError(
      `Mesh "${id}" has no revision or tag "${wanted}"; it serves ${
        served.map(name => `"${name}"`).join(', ') || 'no revision at all'
      }`,
    );
  }
  return wanted === DEFAULT_REVISION ? undefined : wanted;
}

/** Removes marks of the same mesh that say otherwise. */
function removeOthers(
  marks: Marks,
  rules: readonly OnboardRule[],
  scope: MarkScope,
  current: Marked,
): void {
  for (const rule of rules) {
    const part = partOf(rule);
    if (marks[part][rule.key] !== undefined) continue;
    const value = current[part][rule.key];
    if (value === undefined) continue;
    const contradicts =
      scope === 'namespace' ||
      rule.off.includes(value) ||
      Boolean(rule.valueIsRevision);
    if (contradicts) marks[part][rule.key] = null;
  }
}

/** The marks that take a namespace or a pod template off a mesh: whatever asks for it is removed. */
export function removeOnMarks(
  definition: MeshDefinition,
  scope: MarkScope,
  current: Marked,
): Marks {
  const marks = noMarks();
  for (const { rule, on } of answersOf(definition, scope, current)) {
    if (on) marks[partOf(rule)][rule.key] = null;
  }
  for (const rule of definition.l7 ?? []) {
    const part = partOf(rule);
    if (rule.scope === scope && current[part][rule.key] !== undefined) {
      marks[part][rule.key] = null;
    }
  }
  return marks;
}

/**
 * The marks that keep a pod template off a mesh although its namespace asks for it.
 *
 * @returns undefined if the mesh knows no such mark
 */
export function optOutMarks(
  definition: MeshDefinition,
  current: Marked,
): Marks | undefined {
  const rule = definition.onboard.find(
    one => one.scope === 'workload' && one.off.length > 0,
  );
  if (!rule) return undefined;
  const marks = removeOnMarks(definition, 'workload', current);
  marks[partOf(rule)][rule.key] = rule.off[0];
  return marks;
}

/** Removes the marks by which a pod template opted out of a mesh. */
export function removeOffMarks(
  definition: MeshDefinition,
  current: Marked,
): Marks {
  const marks = noMarks();
  for (const { rule, on } of answersOf(definition, 'workload', current)) {
    if (!on) marks[partOf(rule)][rule.key] = null;
  }
  return marks;
}

/** Whether an object's own marks ask for a mesh (true), refuse it (false) or say nothing. */
export function askedBy(
  definition: MeshDefinition,
  scope: MarkScope,
  current: Marked,
): boolean | undefined {
  return answersOf(definition, scope, current)[0]?.on;
}

/** Whether pods have to be made new to come onto the mesh or to leave it. */
export function needsRestart(definition: MeshDefinition): boolean {
  return definition.onboard.some(rule => rule.restartNeeded);
}
