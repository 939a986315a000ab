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

import type { MeshDefinition, OnboardRule } from '@meshplane/meshes';
import type { Marked } from './marks';

/** A mark that an object carries, and what it asks for. */
export interface Answer {
  readonly rule: OnboardRule;
  readonly value: string;
  readonly on: boolean;
}

export type MarkScope = 'namespace' | 'workload';

/** What an object asks of a mesh, in the order in which the mesh itself decides; values without meaning are left out. */
export function answersOf(
  definition: MeshDefinition,
  scope: MarkScope,
  marked: Marked,
): Answer[] {
  return definition.onboard.flatMap((rule): Answer[] => {
    if (rule.scope !== scope) return [];
    const value = valueOf(rule, marked);
    if (value === undefined) return [];
    if (rule.off.includes(value)) return [{ rule, value, on: false }];
    return rule.on.includes(value) || rule.on.includes('*')
      ? [{ rule, value, on: true }]
      : [];
  });
}

/** The value that stands under the key of a rule. */
export function valueOf(rule: OnboardRule, marked: Marked): string | undefined {
  return marked[partOf(rule)][rule.key];
}

export function partOf({ kind }: OnboardRule): 'labels' | 'annotations' {
  return kind === 'label' ? 'labels' : 'annotations';
}

/** `label istio-injection=enabled` */
export function answerInWords({ rule, value }: Answer): string {
  return `${rule.kind} ${rule.key}=${value}`;
}
