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

import type { Component, Design, Relationship } from '../model/design';
import type { DesignFinding } from '../model/report';
import { at } from '../objects/reading';
import { ComponentIndex } from './ComponentIndex';
import { look, type Sighting } from './find';
import type { RelationshipRule } from './Rule';
import { allRules } from './rules';
import { isSame, withValue } from './setValue';

/** Rounds after which a design that still changes is given up. */
const MAX_ROUNDS = 10;

/** One step of an evaluation, for those who want to know why. @public */
export interface TraceEntry {
  round: number;
  action: 'added' | 'removed' | 'patched' | 'refused';
  relationship: string;
  text: string;
}

/** @public */
export interface Evaluation {
  /** The design with its relationships, and with what they write into components. */
  design: Design;
  findings: DesignFinding[];
  trace: TraceEntry[];
  rounds: number;
  /** False: relationships go on changing each other; a finding says which. */
  converged: boolean;
}

/** @public */
export interface EvaluateOptions {
  /** All rules of this library unless set. */
  rules?: readonly RelationshipRule[];
}

/**
 * Works out the relationships of a design, until nothing changes any more: what people drew is written into the
 * components, and what components say becomes relationships. The same design gives the same result, whatever the order of
 * its lists; a result is not changed by a further evaluation. Relationships that somebody has deleted stay deleted.
 * @public
 */
export function evaluate(
  design: Design,
  options: EvaluateOptions = {},
): Evaluation {
  const rules = options.rules ?? allRules;
  const trace: TraceEntry[] = [];
  let current = design;
  let findings: DesignFinding[] = [];
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const drawn = applyDrawn(current, rules, round, trace);
    const seen = look(drawn.design, rules);
    const next = {
      ...drawn.design,
      relationships: merge(
        drawn.design.relationships,
        seen.sightings,
        round,
        trace,
      ),
    };
    findings = [...drawn.findings, ...seen.findings];
    const settled =
      isSame(next.relationships, current.relationships) &&
      isSame(next.components, current.components);
    current = next;
    if (settled) {
      return {
        design: current,
        findings,
        trace,
        rounds: round,
        converged: true,
      };
    }
  }
  const restless = [
    ...new Set(
      trace
        .filter(({ round }) => round === MAX_ROUNDS)
        .map(one => one.relationship),
    ),
  ];
  return {
    design: current,
    findings: [
      ...findings,
      {
        rule: 'not-converged',
        severity: 'error',
        message: `After ${MAX_ROUNDS} rounds these relationships still change: ${restless.join(
          ', ',
        )}`,
        remedy:
          'They write different values to the same place; delete all but one of them',
      },
    ],
    trace,
    rounds: MAX_ROUNDS,
    converged: false,
  };
}

/** Writes what people have drawn into the components. */
function applyDrawn(
  design: Design,
  rules: readonly RelationshipRule[],
  round: number,
  trace: TraceEntry[],
): { design: Design; findings: DesignFinding[] } {
  const drawn = design.relationships
    .filter(({ origin, status }) => origin === 'user' && status === 'approved')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  if (drawn.length === 0) return { design, findings: [] };
  const components = new Map(design.components.map(one => [one.id, one]));
  const written = new Map<string, { value: unknown; relationship: string }>();
  const findings: DesignFinding[] = [];
  const patchesOf = new Map<string, Relationship['patches']>();
  for (const relationship of drawn) {
    const index = new ComponentIndex(
      [relationship.from, relationship.to].flatMap(
        id => components.get(id) ?? [],
      ),
    );
    const from = index.all.find(({ id }) => id === relationship.from);
    const to = index.all.find(({ id }) => id === relationship.to);
    if (!from || !to) continue;
    const rule = ruleOf(
      relationship,
      rules,
      r => r.connect?.(from, to) !== undefined,
    );
    const patches = rule?.connect?.(from, to);
    if (!patches) {
      findings.push(unknownConnection(relationship, from.kind, to.kind));
      continue;
    }
    for (const { component, path, value } of patches) {
      const place = `${component.id}/${path.join('/')}`;
      const before = written.get(place);
      if (before && !isSame(before.value, value)) {
        findings.push({
          rule: 'conflicting-relationships',
          severity: 'error',
          component: component.id,
          path: `/${path.join('/')}`,
          message: `"${before.relationship}" and "${relationship.id}" write different values there; the first one stands`,
          remedy: 'Delete one of them',
        });
        continue;
      }
      written.set(place, { value, relationship: relationship.id });
      const old = components.get(component.id)!;
      const there = at(old.configuration, ...path);
      if (isSame(there, value)) continue;
      components.set(component.id, {
        ...old,
        configuration: withValue(
          old.configuration,
          path,
          value,
        ) as Component['configuration'],
      });
      const patch = {
        component: component.id,
        path,
        value,
        ...(there !== undefined && { before: there }),
      };
      patchesOf.set(relationship.id, [
        ...(patchesOf.get(relationship.id) ?? []),
        patch,
      ]);
      trace.push({
        round,
        action: 'patched',
        relationship: relationship.id,
        text: `/${path.join('/')} of "${component.id}" is set`,
      });
    }
  }
  return {
    design: {
      ...design,
      components: design.components.map(one => components.get(one.id) ?? one),
      relationships: design.relationships.map(one =>
        patchesOf.has(one.id)
          ? { ...one, patches: [...one.patches, ...patchesOf.get(one.id)!] }
          : one,
      ),
    },
    findings,
  };
}

function ruleOf(
  { rule, kind, subType }: Relationship,
  rules: readonly RelationshipRule[],
  can: (rule: RelationshipRule) => boolean,
): RelationshipRule | undefined {
  const named = rules.find(({ id }) => id === rule);
  if (named) return named;
  return (
    rules.find(
      one => one.kind === kind && one.subType === subType && can(one),
    ) ?? rules.find(can)
  );
}

function unknownConnection(
  { id, from, to }: Relationship,
  fromKind: string,
  toKind: string,
): DesignFinding {
  return {
    rule: 'connection-without-meaning',
    severity: 'warning',
    component: from,
    message: `"${id}" connects ${fromKind} "${from}" with ${toKind} "${to}", and no rule knows what that would change`,
    remedy: 'It is only drawn; write into the components what you mean',
  };
}

/** What was seen replaces what had been seen before; what people drew or deleted stays. */
function merge(
  before: readonly Relationship[],
  sightings: readonly Sighting[],
  round: number,
  trace: TraceEntry[],
): Relationship[] {
  const kept = before.filter(
    ({ origin, status }) => origin !== 'evaluated' || status !== 'approved',
  );
  const old = new Map(before.map(one => [one.id, one]));
  const taken = new Set(kept.map(({ id }) => id));
  const known = new Set(kept.map(keyOf));
  const added = sightings.flatMap(sighting => {
    const id = `${sighting.rule.id}:${sighting.from}:${sighting.to}`.slice(
      0,
      250,
    );
    if (taken.has(id) || known.has(keyOf({ ...sighting.rule, ...sighting })))
      return [];
    taken.add(id);
    if (!old.has(id)) {
      trace.push({
        round,
        action: 'added',
        relationship: id,
        text: `"${sighting.from}" ${sighting.explanation}`,
      });
    }
    const { rule, from, to, explanation } = sighting;
    return [
      {
        id,
        kind: rule.kind,
        type: rule.type,
        subType: rule.subType,
        from,
        to,
        status: 'approved' as const,
        origin: 'evaluated' as const,
        explanation,
        rule: rule.id,
        patches: [],
      },
    ];
  });
  const now = new Set(added.map(({ id }) => id));
  for (const { id, origin, status } of before) {
    if (origin === 'evaluated' && status === 'approved' && !now.has(id)) {
      trace.push({
        round,
        action: 'removed',
        relationship: id,
        text: 'The components no longer say so',
      });
    }
  }
  return [...kept, ...added].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Two relationships that mean the same. */
function keyOf({
  kind,
  subType,
  from,
  to,
}: Pick<Relationship, 'kind' | 'subType' | 'from' | 'to'>): string {
  return `${kind} ${subType} ${from} ${to}`;
}
