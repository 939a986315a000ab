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
  isAlias,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
} from 'yaml';
import type { ImportMessage } from '../model/report';
import { beyondLimits } from './checkValue';
import { defaultTextLimits, type TextLimits } from './limits';

/** One document of a text. */
export interface TextDocument {
  /** From 1; empty documents are counted, and left out. */
  number: number;
  /** Line in which it begins, from 1. */
  line: number;
  value: unknown;
  /** Line of a value, by keys and indexes; that of the nearest part that is there. */
  lineOf(path: readonly (string | number)[]): number;
}

export interface TextDocuments {
  documents: TextDocument[];
  errors: ImportMessage[];
}

/** Depth of brackets from which a parser that recurses is not even tried. */
const MAX_BRACKETS = 1_000;

/**
 * Reads YAML or JSON of one or more documents, with the line of every mistake. A text with a mistake in one document
 * gives none of them.
 *
 * @param limits - texts beyond them are refused with a message, without being read to their end
 */
export function readDocuments(
  text: string,
  limits: TextLimits = defaultTextLimits,
): TextDocuments {
  const refusal = refuse(text, limits);
  if (refusal) return { documents: [], errors: [refusal] };
  return readJson(text, limits) ?? readYaml(text, limits);
}

function refuse(text: string, limits: TextLimits): ImportMessage | undefined {
  if (text.length > limits.characters) {
    return {
      message: `The text has ${text.length} characters; at most ${limits.characters} are read`,
    };
  }
  const binary = text.indexOf('\0');
  if (binary >= 0) {
    return {
      line: lineAt(text, binary),
      message: 'This is no text: it holds a zero byte',
    };
  }
  const deep = bracketsBeyond(text);
  return deep === undefined
    ? undefined
    : {
        line: lineAt(text, deep),
        message: `Brackets are nested more than ${MAX_BRACKETS} deep`,
      };
}

/** Where brackets are nested too deep; those in strings count too, which real files never reach. */
function bracketsBeyond(text: string): number | undefined {
  let level = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0x5b || code === 0x7b) level += 1;
    else if ((code === 0x5d || code === 0x7d) && level > 0) level -= 1;
    if (level > MAX_BRACKETS) return i;
  }
  return undefined;
}

/** Most large designs are JSON, which is read many times faster as such. */
function readJson(text: string, limits: TextLimits): TextDocuments | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Perhaps YAML in flow style; if not, the YAML parser says in which line it breaks.
    return undefined;
  }
  const beyond = beyondLimits(value, limits);
  if (beyond) return { documents: [], errors: [{ message: tooMuch(beyond) }] };
  let positions: Document | undefined;
  const counter = new LineCounter();
  const lineOf = (path: readonly (string | number)[]) => {
    positions ??= parseAllDocuments(text, {
      lineCounter: counter,
    })[0] as Document;
    return nodeLine(positions, counter, path, 1);
  };
  return { documents: [{ number: 1, line: 1, value, lineOf }], errors: [] };
}

function readYaml(text: string, limits: TextLimits): TextDocuments {
  const counter = new LineCounter();
  const parsed = attempt(() =>
    parseAllDocuments(text, {
      lineCounter: counter,
      prettyErrors: false,
      // Keys that are said twice are a mistake in every format that is read here.
      uniqueKeys: true,
      logLevel: 'silent',
    }),
  );
  if ('message' in parsed) {
    return { documents: [], errors: [{ message: parsed.message }] };
  }
  const all = [...parsed.value];
  if (all.length > limits.documents) {
    return {
      documents: [],
      errors: [
        {
          message: `The text has ${all.length} documents; at most ${limits.documents} are read`,
        },
      ],
    };
  }
  const errors: ImportMessage[] = [];
  const documents: TextDocument[] = [];
  all.forEach((document, index) => {
    const number = index + 1;
    const line = counter.linePos(
      document.contents?.range?.[0] ?? document.range[0],
    ).line;
    for (const { message, pos } of document.errors) {
      const at = counter.linePos(pos[0]);
      errors.push({ document: number, line: at.line, column: at.col, message });
    }
    if (document.errors.length > 0 || document.contents === null) return;
    const read = attempt(() => valueOf(document as Document, limits));
    if ('message' in read) {
      errors.push({ document: number, line, message: read.message });
      return;
    }
    const beyond = beyondLimits(read.value, limits);
    if (beyond) {
      errors.push({ document: number, line, message: tooMuch(beyond) });
    } else if (read.value !== null) {
      documents.push({
        number,
        line,
        value: read.value,
        lineOf: path => nodeLine(document as Document, counter, path, line),
      });
    }
  });
  return errors.length > 0 ? { documents: [], errors } : { documents, errors };
}

/** @throws with a message for people */
function valueOf(document: Document, limits: TextLimits): unknown {
  let aliases = 0;
  visit(document, {
    Alias: () => {
      aliases += 1;
    },
  });
  // The parser counts what aliases add up to; without any there is nothing to count.
  return document.toJS({
    maxAliasCount: aliases === 0 ? -1 : Math.min(100, limits.values),
  });
}

function attempt<T>(work: () => T): { value: T } | { message: string } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof RangeError) {
      return { message: 'It is nested too deep to be read' };
    }
    return {
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

function nodeLine(
  document: Document,
  counter: LineCounter,
  path: readonly (string | number)[],
  fallback: number,
): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (hasRange(node) && !isAlias(node))
      return counter.linePos(node.range[0]).line;
  }
  return fallback;
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return Array.isArray((node as { range?: unknown } | null | undefined)?.range);
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (
    let at = text.indexOf('\n');
    at >= 0 && at < offset;
    at = text.indexOf('\n', at + 1)
  ) {
    line += 1;
  }
  return line;
}

function tooMuch(beyond: string): string {
  return `The document has ${beyond}`;
}
