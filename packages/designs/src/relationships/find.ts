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

import type { Design } from '../model/design';
import type { DesignFinding } from '../model/report';
import { ComponentIndex, type Indexed } from './ComponentIndex';
import type { RelationshipRule, Sightings } from './Rule';

/** A relationship as a rule found it. */
export interface Sighting {
  rule: RelationshipRule;
  from: string;
  to: string;
  explanation: string;
}

/** Everything that rules see in a design, in an order that does not depend on that of the components. */
export function look(
  design: Pick<Design, 'components'>,
  rules: readonly RelationshipRule[],
): { sightings: Sighting[]; findings: DesignFinding[] } {
  const index = new ComponentIndex(design.components);
  const sightings = new Map<string, Sighting>();
  const findings = new Map<string, DesignFinding>();
  for (const rule of rules) {
    rule.look(index, noteFor(rule, index, sightings, findings));
  }
  return {
    sightings: byKey(sightings),
    findings: byKey(findings),
  };
}

function noteFor(
  rule: RelationshipRule,
  index: ComponentIndex,
  sightings: Map<string, Sighting>,
  findings: Map<string, DesignFinding>,
): Sightings {
  const found = (from: Indexed, to: Indexed, explanation: string) => {
    if (from.id === to.id) return;
    const key = `${rule.id} ${from.id} ${to.id}`;
    // Of several reasons for the same relationship the first in the alphabet stays, whichever came first.
    const before = sightings.get(key);
    if (before && before.explanation <= explanation) return;
    sightings.set(key, { rule, from: from.id, to: to.id, explanation });
  };
  return {
    found,
    reference(from, { kinds, name, namespace }, path, explanation) {
      const targets = kinds.flatMap(kind => index.named(kind, name, namespace));
      targets.forEach(target => found(from, target, explanation));
      if (targets.length === 1) return;
      const where =
        namespace === undefined ? '' : ` in namespace "${namespace}"`;
      const what = `${kinds.join(' or ')} "${name}"${where}`;
      const pointer = `/${path.join('/')}`;
      const isMissing = targets.length === 0;
      findings.set(`${from.id} ${pointer}`, {
        rule: isMissing ? 'dangling-reference' : 'ambiguous-reference',
        severity: 'warning',
        component: from.id,
        path: pointer,
        message: isMissing
          ? `${what} is not part of the design`
          : `${what} is there ${targets.length} times: ${targets
              .map(({ id }) => id)
              .join(', ')}`,
        remedy: isMissing
          ? 'Add it, correct the name, or make sure that the cluster has it already'
          : 'Remove all but one of them, or give them names of their own',
      });
    },
  };
}

function byKey<T>(map: Map<string, T>): T[] {
  return [...map]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
}
