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

/** Values of a chart: a map of anything. */
export type Values = { readonly [key: string]: unknown };

export function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Merges layers of overrides, the last one counts most: maps key by key, all else (lists too) as a whole. A null stays,
 * because it takes away what the chart has there; see {@link effectiveValues}.
 */
export function mergeOverrides(...layers: readonly Values[]): Values {
  return layers.reduce((below, above) => merge(below, above), {});
}

function merge(below: Values, above: Values): Values {
  const result = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    const old = result.get(key);
    result.set(key, isMap(old) && isMap(value) ? merge(old, value) : value);
  }
  // Unlike assignment, this makes even "__proto__" an ordinary key.
  return Object.fromEntries(result);
}

/**
 * What templates get to see: the chart's own values with the overrides on top; where an override is null, the key is
 * gone, as with Helm.
 */
export function effectiveValues(defaults: Values, overrides: Values): Values {
  return withoutNulls(merge(defaults, overrides), overrides);
}

/** Nulls of the chart itself stay: only those of a person take away. */
function withoutNulls(values: Values, overrides: Values): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const override = Object.hasOwn(overrides, key)
        ? overrides[key]
        : undefined;
      if (override === null) return [];
      return [
        [
          key,
          isMap(value) && isMap(override)
            ? withoutNulls(value, override)
            : value,
        ],
      ];
    }),
  );
}
