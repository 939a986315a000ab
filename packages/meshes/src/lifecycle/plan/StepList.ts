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

import type { LifecycleStep } from '../model';

/** A step before it has its place. */
export type Draft = LifecycleStep extends infer S
  ? S extends LifecycleStep
    ? Omit<S, 'dependsOn'> & { dependsOn?: string[] }
    : never
  : never;

/** Collects steps in order; each one depends on the one before unless it says otherwise. */
export class StepList {
  readonly steps: LifecycleStep[] = [];

  add(draft: Draft): void {
    if (this.steps.some(({ id }) => id === draft.id))
      throw new Error(`Two steps of a plan have the id "${draft.id}"`);
    const before = this.steps.at(-1);
    this.steps.push({
      ...draft,
      dependsOn: draft.dependsOn ?? (before ? [before.id] : []),
    } as LifecycleStep);
  }

  get estimatedSeconds(): number {
    return this.steps.reduce((sum, s) => sum + s.estimatedSeconds, 0);
  }
}
