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
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
} from 'yaml';

/** Helm values as data. */
export type Values = Record<string, unknown>;

/** Path of keys within values. */
export type ValuesPath = ReadonlyArray<string | number>;

/** Something wrong in the text, with its place; lines and columns count from 1, offsets from 0. */
export interface TextProblem {
  message: string;
  line: number;
  column: number;
  from: number;
  to: number;
}

function parse(text: string) {
  const lines = new LineCounter();
  return { lines, doc: parseDocument(text, { lineCounter: lines }) };
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values of a YAML text, or where it is no YAML mapping. An empty text is an empty mapping. */
export function readValues(text: string): {
  values?: Values;
  problems: TextProblem[];
} {
  const { doc, lines } = parse(text);
  const problems = doc.errors.map(error => {
    const [from, to] = error.pos;
    const { line, col } = lines.linePos(from);
    return {
      // The parser adds the place and an excerpt below its first line.
      message: error.message.split('\n')[0].replace(/ at line \d+.*$/, ''),
      line,
      column: col,
      from,
      to: Math.max(from + 1, to),
    };
  });
  if (problems.length > 0) return { problems };
  // toJS may throw for what the syntax allows, such as an alias without its anchor.
  let value: unknown;
  try {
    value = doc.toJS() ?? {};
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [{ message, line: 1, column: 1, from: 0, to: 1 }] };
  }
  if (!isObject(value)) {
    return {
      problems: [
        {
          message:
            'Values have to be a mapping of names to values, such as "replicas: 2"',
          line: 1,
          column: 1,
          from: 0,
          to: Math.max(1, text.length),
        },
      ],
    };
  }
  return { values: value, problems: [] };
}

/**
 * Where a path stands in the text; the nearest key above it where the path itself is not there. For a text that is no
 * YAML: its beginning.
 */
export function placeOf(
  text: string,
  path: ValuesPath,
): { line: number; column: number; from: number; to: number } {
  const { doc, lines } = parse(text);
  for (let length = path.length; length > 0; length -= 1) {
    const parent =
      length === 1 ? doc.contents : doc.getIn(path.slice(0, length - 1), true);
    if (isMap(parent)) {
      const pair = parent.items.find(
        item =>
          isScalar(item.key) &&
          String(item.key.value) === String(path[length - 1]),
      );
      const range = isScalar(pair?.key) ? pair.key.range : undefined;
      if (range) {
        const { line, col } = lines.linePos(range[0]);
        return { line, column: col, from: range[0], to: range[1] };
      }
    }
    const node = doc.getIn(path.slice(0, length), true);
    if (isScalar(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col, from: node.range[0], to: node.range[1] };
    }
  }
  return { line: 1, column: 1, from: 0, to: Math.min(1, text.length) };
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function setAt(doc: Document, path: ValuesPath, value: unknown) {
  const node = doc.getIn(path, true);
  const isPlain = typeof value !== 'object' || value === null;
  if (isScalar(node) && isPlain) {
    // Keeps the comment behind the value; a quoted text stays quoted, other types take their own form.
    if (typeof node.value !== typeof value) node.type = undefined;
    node.value = value;
    node.source = undefined;
  } else if (isMap(doc.contents)) {
    doc.setIn(path, doc.createNode(value));
  } else {
    // An empty document has no mapping to set anything in.
    const comment = doc.commentBefore;
    doc.contents = doc.createNode({}) as typeof doc.contents;
    doc.commentBefore = comment;
    doc.setIn(path, doc.createNode(value));
  }
}

function deleteAt(doc: Document, path: ValuesPath) {
  doc.deleteIn(path);
  // A mapping that has lost its last key says nothing any more.
  for (let length = path.length - 1; length > 0; length -= 1) {
    const parent = doc.getIn(path.slice(0, length), true);
    if (!isMap(parent) || parent.items.length > 0) return;
    doc.deleteIn(path.slice(0, length));
  }
}

function apply(
  doc: Document,
  path: Array<string | number>,
  before: unknown,
  after: unknown,
) {
  if (isEqual(before, after)) return;
  if (after === undefined) {
    deleteAt(doc, path);
    return;
  }
  if (isObject(before) && isObject(after)) {
    for (const key of Object.keys(before)) {
      if (after[key] === undefined) deleteAt(doc, [...path, key]);
    }
    for (const [key, value] of Object.entries(after)) {
      if (value !== undefined) apply(doc, [...path, key], before[key], value);
    }
    return;
  }
  setAt(doc, path, after);
}

function isEmptyObject(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** Drops keys without a value and mappings without keys, which a form leaves behind; empty ones of `before` stay. */
export function compact(value: unknown, before?: unknown): unknown {
  if (!isObject(value)) return value;
  const known = isObject(before) ? before : {};
  const entries = Object.entries(value)
    .map(([key, item]) => [key, compact(item, known[key])] as const)
    .filter(
      ([key, item]) =>
        item !== undefined &&
        (!isEmptyObject(item) || isEmptyObject(known[key])),
    );
  return Object.fromEntries(entries);
}

/**
 * Writes what a form says about one path into the text. Everything else keeps its form: order, comments, quotes, anchors.
 *
 * @throws Error when the text is no YAML: a form cannot be shown for it in the first place
 */
export function editValues(
  text: string,
  path: Array<string | number>,
  after: unknown,
): string {
  const { values, problems } = readValues(text);
  if (!values) {
    throw new Error(`Line ${problems[0].line}: ${problems[0].message}`);
  }
  const { doc } = parse(text);
  const before = valueAt(values, path);
  const next = compact(after, before);
  if (isEqual(before, next)) return text;
  if (path.length === 0) apply(doc, path, before ?? {}, next ?? {});
  else if (isEmptyObject(next)) {
    deleteAt(doc, path);
  } else apply(doc, path, before, next);
  const isEmpty = isMap(doc.contents) && doc.contents.items.length === 0;
  if (isEmpty && !doc.commentBefore && !doc.comment) return '';
  return doc.toString({ lineWidth: 0 });
}

/**
 * Adds a value where there is none yet, also an empty mapping, for the reader to go on from.
 *
 * @throws Error when the text is no YAML
 */
export function insertValue(
  text: string,
  path: Array<string | number>,
  value: unknown,
): string {
  const { problems } = readValues(text);
  if (problems.length > 0) {
    throw new Error(`Line ${problems[0].line}: ${problems[0].message}`);
  }
  const { doc } = parse(text);
  setAt(doc, path, value);
  return doc.toString({ lineWidth: 0 });
}

/** The value at a path, if there is one. */
export function valueAt(values: unknown, path: ValuesPath): unknown {
  let value = values;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** Lays values over others as Helm does: mappings are merged, everything else is replaced, null removes. */
export function mergeValues(base: Values, over: Values): Values {
  const merged: Values = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else if (isObject(value)) {
      const below = merged[key];
      merged[key] = mergeValues(isObject(below) ? below : {}, value);
    } else merged[key] = value;
  }
  return merged;
}
