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

import type { MeshDefinition } from '../model/definition';
import type { HelmValues } from './model';

/**
 * Lays Helm values over each other, as Helm does: maps are merged, everything else (lists too) is replaced. The inputs
 * stay as they are.
 *
 * @public
 */
export function mergeValues(
  ...layers: readonly (HelmValues | undefined)[]
): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer ?? {})) {
      const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
      const next = isMap(value)
        ? mergeValues(isMap(before) ? before : undefined, value)
        : value;
      // A plain assignment of "__proto__" would change the prototype.
      Object.defineProperty(merged, key, {
        value: next,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
  }
  return merged;
}

/** Values with one path set: `a.b` and 1 give `{a: {b: 1}}`. */
export function valueAt(path: string, value: unknown): HelmValues {
  return path
    .split('.')
    .reduceRight<unknown>(
      (inner, key) => ({ [key]: inner }),
      value,
    ) as HelmValues;
}

/** Outcome of {@link splitValues}. @public */
export type SplitValues =
  | { values: Record<string, HelmValues> }
  | { error: string };

/**
 * Sorts the values of a request by chart. A definition with one chart takes them as they are; one with several takes a
 * map from chart name to values.
 *
 * @returns the values by chart name, or what is wrong with them
 * @public
 */
export function splitValues(
  definition: MeshDefinition,
  values: HelmValues,
): SplitValues {
  const charts = definition.charts.map(({ name }) => name);
  if (charts.length === 1) return { values: { [charts[0]]: values } };
  const wrong = Object.entries(values).find(
    ([key, value]) => !charts.includes(key) || !isMap(value),
  );
  if (!wrong) return { values: values as Record<string, HelmValues> };
  return {
    error: charts.includes(wrong[0])
      ? `The values of chart "${wrong[0]}" have to be a map`
      : `"${wrong[0]}" is no chart of ${
          definition.displayName
        }: values are given by chart name (${charts.join(', ')})`,
  };
}

function isMap(value: unknown): value is HelmValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
