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

import { z } from 'zod';
import { isDictionary, textOf, type Dictionary } from '../importers/Importer';
import { at, objectsAt, textAt } from '../objects/reading';
import type { KindInfo } from './KindRegistry';

/** One document of `/openapi/v3`: the API of one group and version, as an API server publishes it. @public */
export const openApiDocumentSchema = z.object({
  paths: z.record(z.string(), z.unknown()).default({}),
  components: z
    .object({ schemas: z.record(z.string(), z.unknown()).default({}) })
    .default({ schemas: {} }),
});
/** @public */
export type OpenApiDocument = z.output<typeof openApiDocumentSchema>;

/** A kind of a document, and where its schema stands in it. */
export interface DocumentKind extends Omit<KindInfo, 'model' | 'modelVersion'> {
  /** Key under `components.schemas`. */
  schema: string;
}

const LIST_PATH =
  /^\/(?:api|apis\/([^/]+))\/([^/]+)\/(?:(namespaces)\/\{namespace\}\/)?([a-z0-9.-]+)$/;

/** The kinds that a document serves as resources of their own: with a list, which helpers such as `Status` lack. */
export function kindsOfDocument(document: OpenApiDocument): DocumentKind[] {
  const schemas = schemasByKind(document);
  const found = new Map<string, DocumentKind>();
  for (const [path, item] of Object.entries(document.paths)) {
    const match = LIST_PATH.exec(path);
    if (!match || path.endsWith('/namespaces/{namespace}')) continue;
    const [, group = '', version, namespaces, resource] = match;
    const operation = at(item, 'get') ?? at(item, 'post');
    const kind = textAt(
      at(operation, 'x-kubernetes-group-version-kind'),
      'kind',
    );
    if (kind === undefined) continue;
    const schema = schemas.get(`${group}/${version}/${kind}`);
    if (schema === undefined) continue;
    // The same resource has a path over all namespaces, too; the one with a namespace decides.
    const known = found.get(kind);
    const namespaced = namespaces !== undefined || known?.namespaced === true;
    found.set(kind, {
      group,
      version,
      apiVersion: group === '' ? version : `${group}/${version}`,
      kind,
      resource,
      namespaced,
      schema,
      ...descriptionOf(document.components.schemas[schema]),
    });
  }
  return [...found.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

function schemasByKind({ components }: OpenApiDocument): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, schema] of Object.entries(components.schemas)) {
    const kinds = objectsAt(schema, 'x-kubernetes-group-version-kind');
    for (const one of kinds) {
      found.set(
        `${textAt(one, 'group') ?? ''}/${textAt(one, 'version') ?? ''}/${
          textAt(one, 'kind') ?? ''
        }`,
        name,
      );
    }
  }
  return found;
}

function descriptionOf(schema: unknown): Pick<KindInfo, 'description'> {
  const description = textAt(schema, 'description');
  return description === undefined ? {} : { description };
}

/** How deep a schema may refer to itself before the rest is left open. */
const MAX_DEPTH = 12;

/**
 * The schema of a kind as one JSON schema without references. Schemas that refer to themselves, such as that of CRDs, are
 * left open where they begin anew.
 */
export function resolveSchema(
  document: OpenApiDocument,
  name: string,
): Dictionary {
  const { schemas } = document.components;
  const resolve = (
    value: unknown,
    open: readonly string[],
    depth: number,
  ): unknown => {
    if (Array.isArray(value))
      return value.map(one => resolve(one, open, depth));
    if (!isDictionary(value)) return value;
    const reference = textOf(value.$ref)?.replace('#/components/schemas/', '');
    if (reference !== undefined) {
      if (open.includes(reference) || depth >= MAX_DEPTH) return {};
      return resolve(schemas[reference] ?? {}, [...open, reference], depth + 1);
    }
    const { allOf, ...rest } = value;
    const resolved = Object.fromEntries(
      Object.entries(rest).map(([key, one]) => [
        key,
        resolve(one, open, depth),
      ]),
    );
    // Kubernetes writes a reference with a default or description as `allOf` of one.
    if (Array.isArray(allOf) && allOf.length === 1) {
      const [only] = allOf;
      const target = resolve(only, open, depth);
      return { ...(isDictionary(target) ? target : {}), ...resolved };
    }
    return allOf === undefined
      ? resolved
      : { ...resolved, allOf: resolve(allOf, open, depth) };
  };
  return resolve(schemas[name] ?? {}, [name], 0) as Dictionary;
}
