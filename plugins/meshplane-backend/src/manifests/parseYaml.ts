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

import { InputError } from '@backstage/errors';
import { CORE_SCHEMA, loadAll, Type, YAMLException } from 'js-yaml';

/** Texts that are parsed again and again are the CRDs of a chart; small documents are not worth remembering. */
const WORTH_REMEMBERING = 8 * 1024;
const MAX_REMEMBERED_CHARS = 16 * 1024 * 1024;
/** Values below this number are never too many, however short the text is that says them. */
const FREE_VALUES = 1000;
/** Aliases may say so many times as many values as are written. */
const MAX_GROWTH = 10;
/** What an anchor looks like; text that looks like one costs a count of the values, nothing else. */
const ANCHOR = /(^|[\s[{,])&[^\s,[\]{}]/;

/** Helm and Kubernetes read `0644` as they do in Go. */
const integers = new Type('tag:yaml.org,2002:int', {
  kind: 'scalar',
  resolve: (text: unknown) =>
    typeof text === 'string' &&
    /^[-+]?(0|[1-9][0-9]*|0o?[0-7]+|0b[01]+|0x[0-9a-fA-F]+|0[0-9]+)$/.test(
      text,
    ),
  construct: (text: string) => {
    const sign = text.startsWith('-') ? -1 : 1;
    const digits = text.replace(/^[-+]/, '');
    return sign * Number(digits.replace(/^0(?=[0-7]+$)/, '0o'));
  },
});
/** A tag of somebody's own says nothing here; its value counts. */
const foreignTags = (['scalar', 'sequence', 'mapping'] as const).map(
  kind => new Type('!', { kind, multi: true, construct: value => value }),
);
const SCHEMA = CORE_SCHEMA.extend({
  implicit: [integers],
  explicit: foreignTags,
});

/**
 * Parses YAML documents. The values of a document that was parsed before may be shared: they are not to be changed.
 *
 * @throws InputError with line and column
 */
export class YamlDocuments {
  readonly #known = new Map<string, unknown>();
  #chars = 0;

  /** @param firstLine - line of the text in the file that it is from, for messages */
  parse(text: string, firstLine = 1): unknown {
    if (text.length < WORTH_REMEMBERING) return parseOne(text, firstLine);
    const known = this.#known.get(text);
    if (known !== undefined) {
      // Moves to the end: the oldest goes first.
      this.#known.delete(text);
      this.#known.set(text, known);
      return known;
    }
    const value = parseOne(text, firstLine);
    this.#known.set(text, value);
    this.#chars += text.length;
    for (const oldest of this.#known.keys()) {
      if (this.#chars <= MAX_REMEMBERED_CHARS) break;
      this.#known.delete(oldest);
      this.#chars -= oldest.length;
    }
    return value;
  }
}

function parseOne(text: string, firstLine: number): unknown {
  const values = load(text, firstLine);
  if (ANCHOR.test(text) && growsTooMuch(values))
    throw new InputError(
      `Invalid YAML in the document at line ${firstLine}: Excessive alias count: it says more than ${MAX_GROWTH} times as many values as it writes`,
    );
  return values.find(value => value !== null && value !== undefined);
}

function load(text: string, firstLine: number): unknown[] {
  try {
    return loadAll(text, null, {
      schema: SCHEMA,
      // Go's parser keeps the last of two equal keys too.
      json: true,
    });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, column } = error.mark;
    throw new InputError(
      `Invalid YAML in line ${firstLine + line}, column ${column + 1}: ${
        error.reason
      }`,
    );
  }
}

/** A short text with aliases of aliases may stand for more values than there is memory for. */
function growsTooMuch(root: unknown): boolean {
  const sizes = new Map<object, number>();
  let written = 0;
  /** Number of values, those behind aliases as often as they are meant. */
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) {
      written += 1;
      return 1;
    }
    const known = sizes.get(value);
    if (known !== undefined) return known;
    // One that contains itself has no end.
    sizes.set(value, Infinity);
    written += 1;
    const size = Object.values(value).reduce<number>(
      (sum, item) => sum + sizeOf(item),
      1,
    );
    sizes.set(value, size);
    return size;
  };
  const said = sizeOf(root);
  return said > FREE_VALUES && said > MAX_GROWTH * written;
}
