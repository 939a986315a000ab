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
import { LineCounter, parseAllDocuments } from 'yaml';

/** Texts that are parsed again and again are the CRDs of a chart; small documents are not worth remembering. */
const WORTH_REMEMBERING = 8 * 1024;
const MAX_REMEMBERED_CHARS = 16 * 1024 * 1024;

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
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter,
    prettyErrors: false,
    // Go's parser keeps the last of two equal keys too.
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return undefined;
  const values = documents.map(document => {
    const [error] = document.errors;
    if (error) {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      throw new InputError(
        `Invalid YAML in line ${firstLine + line - 1}, column ${col}: ${
          error.message
        }`,
      );
    }
    try {
      return document.toJS({ maxAliasCount: 1000 }) as unknown;
    } catch (failure) {
      throw new InputError(
        `Invalid YAML in the document at line ${firstLine}: ${
          failure instanceof Error ? failure.message : failure
        }`,
      );
    }
  });
  return values.find(value => value !== null && value !== undefined);
}
