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

import { readDocuments, type TextDocument } from '../text/readDocuments';
import { designSchema, type Design } from './design';
import type { ImportMessage } from './report';

/** A design that was read, or what is wrong with it. @public */
export type DesignRead =
  | { design: Design; errors: [] }
  | { design?: undefined; errors: ImportMessage[] };

/** Reads a design in the native format. @public */
export function readDesign(text: string): DesignRead {
  const { documents, errors } = readDocuments(text);
  if (errors.length > 0) return { errors };
  if (documents.length !== 1) {
    return {
      errors: [
        { message: `A design is one document, not ${documents.length}` },
      ],
    };
  }
  return checkDesign(documents[0]);
}

/** A document that claims to be a design in the native format. */
export function checkDesign(document: TextDocument): DesignRead {
  const parsed = designSchema.safeParse(document.value);
  if (!parsed.success) {
    return {
      errors: parsed.error.issues.map(({ path, message }) => ({
        line: document.lineOf(path as (string | number)[]),
        path: path.join('.'),
        message,
      })),
    };
  }
  const problems = [
    ...repeated(parsed.data.components, 'components'),
    ...repeated(parsed.data.relationships, 'relationships'),
    ...unknownEnds(parsed.data),
  ].map(({ path, message }) => ({
    line: document.lineOf(path),
    path: path.join('.'),
    message,
  }));
  return problems.length > 0
    ? { errors: problems }
    : { design: parsed.data, errors: [] };
}

interface Problem {
  path: (string | number)[];
  message: string;
}

function repeated(items: readonly { id: string }[], list: string): Problem[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      { path: [list, index, 'id'], message: `The id "${id}" is there twice` },
    ];
  });
}

function unknownEnds({ components, relationships }: Design): Problem[] {
  const known = new Set(components.map(({ id }) => id));
  return relationships.flatMap((relationship, index) =>
    (['from', 'to'] as const)
      .filter(end => !known.has(relationship[end]))
      .map(end => ({
        path: ['relationships', index, end],
        message: `There is no component "${relationship[end]}"`,
      })),
  );
}
