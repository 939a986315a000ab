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

/** What the index is made of. */
export interface IndexInputs {
  /** Features that are on in this side and not in the baseline. */
  features: number;
  addedP50Ms: number;
  addedP99Ms: number;
  /** Cores per 1 000 requests per second. */
  addedCpuPerThousand: number;
  /** MB per 1 000 requests per second. */
  addedMemoryMb: number;
}

/**
 * Costs that count as one, by input. They are round numbers near what sidecars are commonly said to cost, and set how
 * the four costs are weighed against each other; what they are does not change which of two set-ups is better in all
 * respects. A change of them is a new version of the formula.
 */
const YARDSTICK = {
  addedP50Ms: 1,
  addedP99Ms: 3,
  addedCpuPerThousand: 0.2,
  addedMemoryMb: 60,
} as const satisfies Partial<Record<keyof IndexInputs, number>>;

/** The formula in words, with the names of its inputs. */
export const INDEX_FORMULA = `value index, version 1: features / (1 + cost), where cost = (${Object.entries(
  YARDSTICK,
)
  .map(([name, unit]) => `max(0, ${name}) / ${unit}`)
  .join(' + ')}) / 4`;

/**
 * Features for their price: grows with every feature, shrinks with every cost, is zero without features. Two of them
 * can be compared only where the loads and what counts as a feature are the same.
 */
export function valueIndex(inputs: IndexInputs): {
  value: number;
  formula: string;
  inputs: Record<string, number>;
} {
  const costs = Object.entries(YARDSTICK).map(
    ([name, unit]) =>
      Math.max(0, inputs[name as keyof typeof YARDSTICK]) / unit,
  );
  const cost = costs.reduce((sum, one) => sum + one, 0) / costs.length;
  return {
    value: inputs.features / (1 + cost),
    formula: INDEX_FORMULA,
    inputs: { ...inputs },
  };
}
