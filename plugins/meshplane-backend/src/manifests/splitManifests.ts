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
import { z } from 'zod';
import type { KubeObject, RenderedObject } from './model';
import { YamlDocuments } from './parseYaml';

const SEPARATOR = /^---(?=\s|$).*$/gm;
const SOURCE = /^# Source: (.+)$/m;
const KEEP = 'helm.sh/resource-policy';
const HOOK = 'helm.sh/hook';

const textMap = z.record(z.string(), z.coerce.string()).nullish();

const objectSchema = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().nullish(),
    labels: textMap,
    annotations: textMap,
  }),
});

const listSchema = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('List'),
  items: z.array(z.unknown()).nullish(),
});

const documents = new YamlDocuments();

/**
 * Cuts YAML of one or many documents into objects, in their order; a `List` into its items.
 *
 * @throws InputError with the line (of bad YAML) or the source (of what is no object)
 */
export function splitManifests(text: string): RenderedObject[] {
  const result: RenderedObject[] = [];
  for (const part of documentsOf(text)) {
    const value = documents.parse(part.text, part.line);
    if (value === undefined) continue;
    const source = SOURCE.exec(part.text)?.[1].trim();
    const list = listSchema.safeParse(value);
    const items = list.success ? list.data.items ?? [] : [value];
    for (const item of items) {
      result.push(
        renderedObject(
          item,
          source,
          source ? `of "${source}"` : `at line ${part.line}`,
        ),
      );
    }
  }
  return result;
}

/** Cheaper than to let the parser find the documents, and lets it remember each. */
function* documentsOf(text: string): Generator<{ text: string; line: number }> {
  let start = 0;
  let line = 1;
  const take = (end: number) => {
    const part = { text: text.slice(start, end), line };
    for (let at = start; at < end; at += 1) {
      if (text.charCodeAt(at) === 10) line += 1;
    }
    start = end;
    return part;
  };
  for (const match of text.matchAll(SEPARATOR)) {
    const part = take(match.index);
    if (part.text.trim()) yield part;
  }
  const rest = take(text.length);
  if (rest.text.trim()) yield rest;
}

function renderedObject(
  value: unknown,
  source: string | undefined,
  where: string,
): RenderedObject {
  const parsed = objectSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `The document ${where} is not a Kubernetes object: "${issue.path.join(
        '.',
      )}" ${issue.message}`,
    );
  }
  const { metadata } = parsed.data;
  const annotations = metadata.annotations ?? {};
  // Not the parsed copy: its annotations would be new objects for nothing.
  const object = value as KubeObject;
  return {
    object,
    ...(source && { source }),
    hooks: (annotations[HOOK] ?? '')
      .split(',')
      .map(event => event.trim())
      .filter(Boolean),
    keep: annotations[KEEP] === 'keep',
    installedOnce: Boolean(
      source?.includes('/crds/') &&
        object.kind === 'CustomResourceDefinition' &&
        !source.includes('/templates/'),
    ),
  };
}
