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
import { isMap, type Values } from './merge';

/** Longer ones do not fit into a release record. */
const MAX_CHARS = 1024 * 1024;

/**
 * Parses overrides as a person typed them.
 *
 * @param name - of the text, for messages
 * @throws InputError with line and column
 */
export function parseValues(text: string, name = 'values'): Values {
  if (text.length > MAX_CHARS) {
    throw new InputError(
      `The ${name} are longer than the limit of ${MAX_CHARS} characters`,
    );
  }
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: 'error',
  });
  if (!Array.isArray(documents) || documents.length === 0) return {};
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const [document, second] = documents;
  const [error] = document.errors;
  if (error) {
    throw new InputError(
      `The ${name} are not YAML: ${at(error.pos[0])}: ${error.message}`,
    );
  }
  if (second) {
    throw new InputError(
      `The ${name} have a second document in ${at(
        second.range[0],
      )}: only one is read`,
    );
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (failure) {
    throw new InputError(
      `The ${name} are not usable YAML: ${(failure as Error).message}`,
    );
  }
  if (value === null || value === undefined) return {};
  if (!isMap(value)) {
    throw new InputError(
      `The ${name} have to be a map in ${at(
        document.contents?.range?.[0] ?? 0,
      )}, such as "key: value"`,
    );
  }
  return value;
}
