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
  parseDuration,
  printDuration,
} from '../../connections/prometheus/duration';
import { escapeRegex } from '../../resources/prometheus/promql';
import type { BoardVariable } from './boardModel';

/** Value by which Grafana stores the choice of all. */
const ALL = '$__all';

/** The variables of Grafana itself for one query; times in epoch milliseconds. */
export interface TimeVariables {
  from: number;
  to: number;
  stepSeconds: number;
  scrapeSeconds: number;
}

/** A query in which variables were replaced. */
export interface Substituted {
  text: string;
  /** Names of variables for which no value was found; the text cannot be used then. */
  unknown: string[];
  /** Choices that were made on behalf of the reader, in sentences. */
  notes: string[];
}

/** `$name`, `${name}`, `${name:format}` and `[[name]]`, as Grafana writes them. */
const REFERENCE =
  /\$(\w+)|\$\{(\w+)(?:\.[^:}]+)?(?::([^}]+))?\}|\[\[(\w+)(?::([^\]]+))?\]\]/g;

/** Replaces variables by their values of the board, and those of Grafana by what belongs to the window. */
export function substitute(
  text: string,
  variables: readonly BoardVariable[],
  time: TimeVariables,
): Substituted {
  const unknown = new Set<string>();
  const notes = new Set<string>();
  const own = builtIns(time);
  const result = text.replace(
    REFERENCE,
    (match, plain, braced, format, brackets, bracketFormat) => {
      const name: string = plain ?? braced ?? brackets;
      const builtIn = own[name];
      if (builtIn !== undefined) {
        if (format !== undefined) {
          unknown.add(`${name}:${format}`);
          return match;
        }
        return builtIn;
      }
      const variable = variables.find(one => one.name === name);
      if (!variable) {
        // A dollar sign at the end of a regular expression is none of ours.
        if (/^\d/.test(name)) return match;
        unknown.add(name);
        return match;
      }
      return valueText(variable, format ?? bracketFormat, notes);
    },
  );
  return { text: result, unknown: [...unknown], notes: [...notes] };
}

/** The value of a variable as a name of a data source. */
export function plainValue(
  text: string,
  variables: readonly BoardVariable[],
): string | undefined {
  const [, name] = /^\$\{?(\w+)\}?$/.exec(text) ?? [];
  if (name === undefined) return text;
  const value = variables.find(one => one.name === name)?.current?.value;
  return typeof value === 'object' ? value[0] : value;
}

function builtIns({
  from,
  to,
  stepSeconds,
  scrapeSeconds,
}: TimeVariables): Record<string, string> {
  const rangeMs = to - from;
  return {
    __interval: printDuration(stepSeconds),
    __interval_ms: String(Math.round(stepSeconds * 1000)),
    // As Grafana computes it, so that four scrapes fit in.
    __rate_interval: printDuration(
      Math.max(stepSeconds + scrapeSeconds, 4 * scrapeSeconds),
    ),
    __range: printDuration(Math.max(1, Math.round(rangeMs / 1000))),
    __range_s: String(Math.max(1, Math.round(rangeMs / 1000))),
    __range_ms: String(rangeMs),
    __from: String(from),
    __to: String(to),
  };
}

function valueText(
  variable: BoardVariable,
  format: string | undefined,
  notes: Set<string>,
): string {
  const { name, multi, includeAll } = variable;
  const value = storedValue(variable);
  if (value === undefined) {
    notes.add(`The board stores no value of "$${name}"; all are taken.`);
    return variable.allValue || '.*';
  }
  const values = typeof value === 'string' ? [value] : value;
  if (values.includes(ALL)) {
    notes.add(`"$${name}" stands for all values.`);
    return variable.allValue || '.*';
  }
  if (values.length > 1 || values[0] !== '') {
    notes.add(`"$${name}" is ${values.map(one => `"${one}"`).join(', ')}.`);
  }
  switch (format) {
    case 'raw':
    case 'csv':
      return values.join(',');
    case 'pipe':
      return values.join('|');
    case 'doublequote':
      return values.map(one => `"${one}"`).join(',');
    default:
      return multi || includeAll || format === 'regex'
        ? joinedRegex(values)
        : values[0].replace(/\\/g, '\\\\').replace(/"/g, '\\"');
  }
}

/** Constants and text boxes keep their value in the query until somebody chose another. */
function storedValue({
  type,
  current,
  query,
}: BoardVariable): string | string[] | undefined {
  const value = current?.value;
  if (type === 'interval' && typeof value === 'string') {
    // "auto" depends on the width of a screen.
    return parseDuration(value) === undefined ? '1m' : value;
  }
  if (value !== undefined && value.length > 0) return value;
  if (
    (type === 'constant' || type === 'textbox') &&
    typeof query === 'string'
  ) {
    return query;
  }
  if (type === 'custom' && typeof query === 'string') {
    const [first] = query.split(',');
    return first?.split(' : ').pop()?.trim() || undefined;
  }
  return value === '' && type === 'textbox' ? value : undefined;
}

/** Backslashes are doubled, because the text stands between quotes. */
function joinedRegex(values: readonly string[]): string {
  const escaped = values.map(one => escapeRegex(one).replace(/\\/g, '\\\\'));
  return escaped.length === 1 ? escaped[0] : `(${escaped.join('|')})`;
}
