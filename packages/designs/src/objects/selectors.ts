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

import { at, labelsAt, objectsAt, textsAt } from './reading';

/** Decides whether labels fit. */
export type LabelMatch = (labels: Readonly<Record<string, string>>) => boolean;

/** A map of labels, all of which have to be there. An empty one selects nothing, as in a Service. */
export function equalityMatch(selector: unknown): LabelMatch | undefined {
  const wanted = Object.entries(labelsAt(selector) ?? {});
  return wanted.length === 0
    ? undefined
    : labels => wanted.every(([key, value]) => labels[key] === value);
}

/** A selector with `matchLabels` and `matchExpressions`. An empty one selects everything, as in a policy. */
export function selectorMatch(selector: unknown): LabelMatch {
  const wanted = Object.entries(labelsAt(selector, 'matchLabels') ?? {});
  const expressions = objectsAt(selector, 'matchExpressions');
  return labels =>
    wanted.every(([key, value]) => labels[key] === value) &&
    expressions.every(expression => {
      const key = String(at(expression, 'key'));
      const values = textsAt(expression, 'values');
      switch (at(expression, 'operator')) {
        case 'In':
          return values.includes(labels[key]);
        case 'NotIn':
          return !values.includes(labels[key]);
        case 'Exists':
          return key in labels;
        case 'DoesNotExist':
          return !(key in labels);
        default:
          return false;
      }
    });
}
