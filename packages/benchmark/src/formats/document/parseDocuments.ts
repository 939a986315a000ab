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
  isPair,
  isSeq,
  LineCounter,
  Node,
  parseAllDocuments,
} from 'yaml';
import { Locate } from './ImportLog';
import { ImportLimits } from './limits';
import { Path } from './paths';

/** One document of a file: its data, and where in the text each value stands. */
export interface ParsedDocument {
  value: unknown;
  syntax: 'json' | 'yaml';
  locate: Locate;
}

/** A text that is no document: what is wrong and, where known, in which line. */
export class DocumentSyntaxError extends Error {
  constructor(message: string, readonly line?: number) {
    super(message);
    this.name = 'DocumentSyntaxError';
  }
}

/**
 * Reads JSON, JSON lines or YAML (several documents too).
 *
 * @throws DocumentSyntaxError for broken syntax, too deep nesting and alias bombs.
 */
export function parseDocuments(
  text: string,
  limits: ImportLimits,
): ParsedDocument[] {
  const documents = looksLikeJson(text)
    ? parseJson(text)
    : parseYaml(text, limits);
  for (const document of documents) {
    checkDepth(document.value, limits.maxDepth);
  }
  return documents;
}

function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

function parseJson(text: string): ParsedDocument[] {
  try {
    return [
      { value: JSON.parse(text), syntax: 'json', locate: lazyLocate(text) },
    ];
  } catch (error) {
    const lines = parseJsonLines(text);
    if (lines) {
      return lines;
    }
    throw new DocumentSyntaxError(
      `Not valid JSON: ${plainMessage(error)}`,
      lineOfJsonError(text, error),
    );
  }
}

/** Undefined unless every line that is not empty is a JSON object of its own. */
function parseJsonLines(text: string): ParsedDocument[] | undefined {
  const rows = text.split('\n');
  const documents: ParsedDocument[] = [];
  for (const [index, row] of rows.entries()) {
    if (row.trim() === '') {
      continue;
    }
    if (!row.trimStart().startsWith('{')) {
      return undefined;
    }
    try {
      documents.push({
        value: JSON.parse(row),
        syntax: 'json',
        locate: () => index + 1,
      });
    } catch (error) {
      // One good row makes it JSON lines, of which this row is broken; a JSON document has none on its first line.
      if (documents.length > 0) {
        throw new DocumentSyntaxError(
          `Not valid JSON in this row: ${plainMessage(error)}`,
          index + 1,
        );
      }
      return undefined;
    }
  }
  return documents.length > 1 ? documents : undefined;
}

function plainMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // What the recursive parser says of a document that it cannot descend into.
  const message = text.replace(
    'Maximum call stack size exceeded',
    'nested too deep',
  );
  return message.length > 200 ? `${message.slice(0, 200)}…` : message;
}

function lineOfJsonError(text: string, error: unknown): number {
  const message = error instanceof Error ? error.message : '';
  const line = /line (\d+)/.exec(message);
  if (line) {
    return Number(line[1]);
  }
  const position = /position (\d+)/.exec(message);
  const upTo = position ? Number(position[1]) : text.trimEnd().length;
  return text.slice(0, upTo).split('\n').length;
}

function parseYaml(text: string, limits: ImportLimits): ParsedDocument[] {
  if (text.length > limits.maxYamlBytes) {
    throw new DocumentSyntaxError(
      `The YAML text has ${text.length} characters, at most ${limits.maxYamlBytes} are read`,
    );
  }
  checkFlowDepth(text, limits.maxDepth);
  const lineCounter = new LineCounter();
  let parsed;
  try {
    parsed = parseAllDocuments(text, { lineCounter, logLevel: 'silent' });
  } catch (error) {
    throw new DocumentSyntaxError(`Not valid YAML: ${plainMessage(error)}`);
  }
  if (!Array.isArray(parsed)) {
    return [];
  }
  const documents: ParsedDocument[] = [];
  for (const document of parsed) {
    const problem = document.errors[0];
    if (problem) {
      throw new DocumentSyntaxError(
        `Not valid YAML: ${plainMessage(problem).split('\n')[0]}`,
        problem.linePos?.[0].line,
      );
    }
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: limits.maxAliases });
    } catch (error) {
      throw new DocumentSyntaxError(
        `The YAML document cannot be expanded: ${plainMessage(error)}`,
      );
    }
    if (value !== null && value !== undefined) {
      documents.push({
        value,
        syntax: 'yaml',
        locate: path =>
          locateNode(document.contents as Node | null, path, lineCounter),
      });
    }
  }
  return documents;
}

/** Positions are only needed for remarks, so that a clean file never pays for them. */
function lazyLocate(text: string): Locate {
  const TOO_LARGE = 1024 * 1024;
  let locate: Locate | undefined;
  return path => {
    if (text.length > TOO_LARGE) {
      return undefined;
    }
    if (!locate) {
      const lineCounter = new LineCounter();
      try {
        const parsed = parseAllDocuments(text, {
          lineCounter,
          logLevel: 'silent',
          uniqueKeys: false,
        });
        const contents = Array.isArray(parsed) ? parsed[0]?.contents : null;
        locate = p => locateNode(contents as Node | null, p, lineCounter);
      } catch {
        locate = () => undefined;
      }
    }
    return locate(path);
  };
}

/** Line of the value at a path, or of its nearest parent where the value is missing. */
function locateNode(
  root: Node | null | undefined,
  path: Path,
  lines: LineCounter,
): number | undefined {
  let node: unknown = root;
  let offset = (root as Node | null | undefined)?.range?.[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        item => isPair(item) && keyOf(item.key) === String(step),
      );
      if (!pair) {
        break;
      }
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else {
      break;
    }
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}

function keyOf(key: unknown): string {
  return String((key as { value?: unknown } | null)?.value ?? key);
}

/** Stops deep flow collections before the recursive YAML parser meets them. */
function checkFlowDepth(text: string, maxDepth: number): void {
  let depth = 0;
  let line = 1;
  let lineDepth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') {
      line++;
      lineDepth = 0;
    } else if (char === '[' || char === '{') {
      depth++;
    } else if (char === ']' || char === '}') {
      depth = Math.max(0, depth - 1);
    } else if ((char === '-' || char === '?') && text[i + 1] === ' ') {
      // `- - - - x` nests without brackets.
      lineDepth++;
    } else if (char !== ' ') {
      lineDepth = 0;
    }
    if (depth > maxDepth || lineDepth > maxDepth) {
      throw new DocumentSyntaxError(
        `Nested deeper than ${maxDepth} levels`,
        line,
      );
    }
  }
}

/** Walks without recursion, for the same reason that it exists. */
function checkDepth(value: unknown, maxDepth: number): void {
  const stack: [unknown, number][] = [[value, 0]];
  while (stack.length > 0) {
    const [current, depth] = stack.pop()!;
    if (typeof current === 'object' && current !== null) {
      if (depth >= maxDepth) {
        throw new DocumentSyntaxError(`Nested deeper than ${maxDepth} levels`);
      }
      for (const child of Object.values(current)) {
        if (typeof child === 'object' && child !== null) {
          stack.push([child, depth + 1]);
        }
      }
    }
  }
}
