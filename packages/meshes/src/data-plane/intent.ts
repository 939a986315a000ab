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

import type { StringMap } from '../detection/labels';
import type { MeshDefinition, OnboardRule } from '../model/definition';
import type { KubeObject } from '../model/objects';

/** Where labels and annotations are read from: a namespace, a pod or a pod template. */
export interface Marked {
  labels: StringMap;
  annotations: StringMap;
}

/** The marks of a pod or of a namespace. */
export function markedOf(object: KubeObject | undefined): Marked {
  return {
    labels: object?.metadata.labels,
    annotations: object?.metadata.annotations,
  };
}

/** One onboarding rule that an object answers. */
export interface Answer {
  rule: OnboardRule;
  value: string;
  on: boolean;
}

/** What an object asks of one product. */
export interface Intent {
  definition: MeshDefinition;
  on: boolean;
  /** The answer that decides. */
  by: Answer;
  /** Revision or tag that is asked for; the default one if none is named. */
  revision?: string;
  /** Every answer, in the order in which the definition ranks its rules. */
  answers: Answer[];
}

/** Labels and annotations that look like onboarding and are not. */
export interface Misuse {
  definition: MeshDefinition;
  code: 'wrong-form' | 'unknown-value';
  rule: OnboardRule;
  value: string;
}

/**
 * Reads what an object asks of a product. Rules stand in the definition in the order in which the product itself decides:
 * the first that is answered wins; a later one may still name the revision.
 */
export function intentOf(
  definition: MeshDefinition,
  scope: OnboardRule['scope'],
  { labels, annotations }: Marked,
): Intent | undefined {
  let answers: Answer[] | undefined;
  for (const rule of definition.onboard) {
    if (rule.scope !== scope) continue;
    const value = (rule.kind === 'label' ? labels : annotations)?.[rule.key];
    if (value === undefined) continue;
    const off = rule.off.includes(value);
    if (!off && !rule.on.includes(value) && !rule.on.includes('*')) continue;
    answers = answers ?? [];
    answers.push({ rule, value, on: !off });
  }
  if (!answers) return undefined;
  const [by] = answers;
  return {
    definition,
    on: by.on,
    by,
    revision: revisionOf(definition, scope, answers),
    answers,
  };
}

function revisionOf(
  definition: MeshDefinition,
  scope: OnboardRule['scope'],
  answers: readonly Answer[],
): string | undefined {
  const [by] = answers;
  // A namespace's first label decides alone; on a pod, one label asks for injection and another says by whom.
  const naming =
    scope === 'namespace'
      ? [by].find(a => a.rule.valueIsRevision)
      : answers.find(a => a.rule.valueIsRevision && a.on);
  return naming?.value ?? definition.detect.instance.defaultRevision;
}

/** Finds keys in the wrong place (a label where an annotation is read) and values that mean nothing. */
export function misusesOf(
  definition: MeshDefinition,
  scope: OnboardRule['scope'],
  { labels, annotations }: Marked,
): Misuse[] {
  return definition.onboard
    .filter(rule => rule.scope === scope)
    .flatMap((rule): Misuse[] => {
      const [right, wrong] =
        rule.kind === 'label' ? [labels, annotations] : [annotations, labels];
      const value = right?.[rule.key];
      if (value !== undefined) {
        const known =
          rule.on.includes(value) ||
          rule.on.includes('*') ||
          rule.off.includes(value);
        return known
          ? []
          : [{ definition, code: 'unknown-value', rule, value }];
      }
      const misplaced = wrong?.[rule.key];
      const alsoReadThere = definition.onboard.some(
        other => other.key === rule.key && other.kind !== rule.kind,
      );
      return misplaced === undefined || alsoReadThere
        ? []
        : [{ definition, code: 'wrong-form', rule, value: misplaced }];
    });
}

/** `label istio-injection=enabled` */
export function answerInWords({ rule, value }: Answer): string {
  return `${rule.kind} ${rule.key}=${value}`;
}
