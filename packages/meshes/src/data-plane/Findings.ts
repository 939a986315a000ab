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

import { compare } from '../detection/references';
import type { ObjectRef, Reason, Severity } from '../model/results';

const ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Collects findings: each text once, worst first, in an order that does not depend on the order of the input. */
export class Findings {
  readonly #byText = new Map<string, Reason>();

  add(severity: Severity, code: string, text: string, object?: ObjectRef) {
    const key = `${code}/${text}`;
    if (!this.#byText.has(key))
      this.#byText.set(
        key,
        object ? { code, severity, text, object } : { code, severity, text },
      );
  }

  addAll(reasons: readonly Reason[]) {
    for (const { severity, code, text, object } of reasons)
      this.add(severity, code, text, object);
  }

  list(): Reason[] {
    return [...this.#byText.values()].sort(
      (a, b) =>
        ORDER[a.severity] - ORDER[b.severity] ||
        compare(a.code, b.code) ||
        compare(a.text, b.text),
    );
  }
}

/** `2 of 3 pods`, `all 3 pods`, `its pod` */
export function podsInWords(some: number, total: number): string {
  if (some < total) return `${some} of ${total} pods`;
  return total === 1 ? 'its pod' : `all ${total} pods`;
}

/** `has` after one pod, `have` after several. */
export function verb(
  some: number,
  total: number,
  one: string,
  several: string,
): string {
  return some === 1 && total === 1 ? one : several;
}
