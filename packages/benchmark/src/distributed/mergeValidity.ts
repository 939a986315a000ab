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

import type { RunResult } from '../model/result';
import type { ShardPart } from './mergeResults';

type Validity = RunResult['validity'];
type ValidityGate = Validity['gates'][number];

const WORST_FIRST = ['invalid', 'unknown', 'valid'] as const;

/**
 * A run of several generators is as valid as its worst one: where one could not keep up, another load than the promised
 * one was made. Of each check the worst value is kept, with the name of its shard.
 */
export function mergeValidity(
  parts: readonly ShardPart[],
  missing: readonly string[],
): Validity {
  const states = parts.map(({ result }) => result.validity.status);
  const named = parts.map(({ name, result }) => ({
    name: parts.length > 1 ? name : undefined,
    validity: result.validity,
  }));
  return {
    status:
      missing.length > 0
        ? 'invalid'
        : WORST_FIRST.find(state => states.includes(state))!,
    gates: worstGates(named),
    notes: [
      ...missing,
      ...sharedNotes(named.map(({ validity }) => validity.notes)),
      ...named.flatMap(({ name, validity }) =>
        validity.notes
          .filter(note => !isShared(note, named))
          .map(note => prefixed(name, note)),
      ),
    ],
  };
}

interface Named {
  name: string | undefined;
  validity: Validity;
}

function worstGates(named: readonly Named[]): ValidityGate[] {
  const worst = new Map<ValidityGate['name'], ValidityGate>();
  for (const { name, validity } of named) {
    for (const gate of validity.gates) {
      const known = worst.get(gate.name);
      if (!known || isWorse(gate, known))
        worst.set(gate.name, {
          ...gate,
          message: prefixed(name, gate.message),
        });
    }
  }
  return [...worst.values()];
}

/** A failed check is worse than one that passed; else the one that is nearer to its limit, or farther beyond. */
function isWorse(gate: ValidityGate, than: ValidityGate): boolean {
  if (gate.passed !== than.passed) return !gate.passed;
  return gate.name === 'rate-achieved'
    ? gate.value - gate.limit < than.value - than.limit
    : gate.value - gate.limit > than.value - than.limit;
}

function isShared(note: string, named: readonly Named[]): boolean {
  return named.every(({ validity }) => validity.notes.includes(note));
}

function sharedNotes(notes: readonly (readonly string[])[]): string[] {
  const [first, ...others] = notes;
  return first.filter(note => others.every(list => list.includes(note)));
}

function prefixed(name: string | undefined, text: string): string {
  return name === undefined ? text : `${name}: ${text}`;
}
