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

import {
  comparisonInputSchema,
  type ComparisonInput,
} from '@meshplane/plugin-meshplane-common';

/** Most runs of one side. */
export const MAX_RUNS_PER_SIDE = 50;
/** Runs per side from which a comparison is judged. */
export const RUNS_TO_JUDGE = 5;
/** Smallest change that matters unless told otherwise, as a share. */
export const DEFAULT_THRESHOLD = 0.05;

/** The two sides. */
export type Side = 'a' | 'b';

function share(text: string | null): number | undefined {
  const value = Number(text);
  return text !== null && text !== '' && Number.isFinite(value)
    ? value
    : undefined;
}

/**
 * Reads a comparison from the address, so that a link shows what its sender saw: `a` and `b` once per run, `titleA`,
 * `titleB`, `threshold` and `margin` as shares. Numbers that make no sense are left out.
 */
export function readComparison(params: URLSearchParams): ComparisonInput {
  const { threshold, margin } = comparisonInputSchema.shape;
  const side = (name: Side) =>
    [...new Set(params.getAll(name).filter(Boolean))].slice(
      0,
      MAX_RUNS_PER_SIDE,
    );
  const wanted = threshold.safeParse(share(params.get('threshold')));
  const allowed = margin.safeParse(share(params.get('margin')));
  return {
    a: side('a'),
    b: side('b'),
    titleA: params.get('titleA') || undefined,
    titleB: params.get('titleB') || undefined,
    threshold: wanted.success ? wanted.data : DEFAULT_THRESHOLD,
    margin: allowed.success ? allowed.data : undefined,
  };
}

/** Whether a run stands on both sides, which no comparison can mean. */
export function runsOnBothSides(input: ComparisonInput): string[] {
  return input.a.filter(run => input.b.includes(run));
}

/** Says beforehand what a comparison of so many runs can tell. */
export function prospect(a: number, b: number): string {
  if (a === 0 || b === 0) return 'Choose at least one run for each side.';
  if (Math.min(a, b) < RUNS_TO_JUDGE) {
    return `${a} against ${b}: differences are described, not judged. A verdict needs at least ${RUNS_TO_JUDGE} runs per side.`;
  }
  return `${a} against ${b}: enough runs for a verdict.`;
}
