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

import type { LabelSelector } from '../model/objects';

/** Labels or annotations; missing ones are the same as none. */
export type StringMap = Readonly<Record<string, string>> | undefined;

/** In a selector of a definition: the key is there, whatever its value. */
const PRESENT = '*';

/**
 * Whether every entry of a definition's selector is found in one of the given sets; the value `*` only asks for the key.
 * An empty selector matches nothing: a rule that forgot its labels must not claim every object of a cluster.
 */
export function matchesMarkers(
  markers: Readonly<Record<string, string>>,
  ...sets: StringMap[]
): boolean {
  const keys = Object.keys(markers);
  return (
    keys.length > 0 &&
    keys.every(key =>
      sets.some(set => {
        const value = set?.[key];
        return (
          value !== undefined &&
          (markers[key] === PRESENT || value === markers[key])
        );
      }),
    )
  );
}

/** Kubernetes' `matchLabels`: every entry is equal. An empty selector matches everything. */
export function matchesLabels(selector: StringMap, labels: StringMap): boolean {
  return Object.entries(selector ?? {}).every(
    ([key, value]) => labels?.[key] === value,
  );
}

/** Kubernetes' label selector with `matchLabels` and `matchExpressions`. Unknown operators match nothing. */
export function matchesSelector(
  selector: LabelSelector | undefined,
  labels: StringMap,
): boolean {
  if (!matchesLabels(selector?.matchLabels, labels)) return false;
  return (selector?.matchExpressions ?? []).every(expression => {
    const value = labels?.[expression.key];
    const values = expression.values ?? [];
    switch (expression.operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return false;
    }
  });
}

/** A selector of a definition in words: `app=istiod, istio.io/rev`. */
export function markersInWords(markers: StringMap): string {
  return Object.entries(markers ?? {})
    .map(([key, value]) => (value === PRESENT ? key : `${key}=${value}`))
    .join(', ');
}

const patterns = new Map<string, RegExp>();

/** Compiles a pattern of a definition once; definitions are few and constant, so the cache stays small. */
export function pattern(source: string): RegExp {
  let compiled = patterns.get(source);
  if (!compiled) {
    compiled = new RegExp(source);
    patterns.set(source, compiled);
  }
  return compiled;
}
