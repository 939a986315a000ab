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

import type {
  KindInfo,
  KindRegistry,
  KindSchema,
  ModelInfo,
} from './KindRegistry';
import {
  kindsOfDocument,
  resolveSchema,
  type DocumentKind,
  type OpenApiDocument,
} from './openApiModel';
import { removalOf } from './removedApis';
import { searchKinds } from './searchKinds';

/** A model and what its kinds look like. @public */
export interface RegistryModel {
  name: string;
  title: string;
  version: string;
  source: ModelInfo['source'];
  documents: readonly OpenApiDocument[];
}

interface Entry {
  info: KindInfo;
  document: OpenApiDocument;
  schema: string;
}

/**
 * A registry over documents of OpenAPI, of a cluster or committed. Of a kind that several models serve the first one
 * counts. Schemas are put together when they are first asked for.
 * @public
 */
export function createRegistry(models: readonly RegistryModel[]): KindRegistry {
  const entries = new Map<string, Entry>();
  const sizes = new Map<string, number>();
  for (const model of models) {
    for (const document of model.documents) {
      for (const kind of kindsOfDocument(document)) {
        const key = keyOf(kind.apiVersion, kind.kind);
        if (entries.has(key)) continue;
        sizes.set(model.name, (sizes.get(model.name) ?? 0) + 1);
        entries.set(key, {
          info: infoOf(model, kind),
          document,
          schema: kind.schema,
        });
      }
    }
  }
  const kinds = [...entries.values()]
    .map(({ info }) => info)
    .sort((a, b) =>
      keyOf(a.kind, a.apiVersion) < keyOf(b.kind, b.apiVersion) ? -1 : 1,
    );
  const schemas = new Map<string, KindSchema>();
  return {
    models: () =>
      models.map(({ name, title, version, source }) => ({
        name,
        title,
        version,
        source,
        kinds: sizes.get(name) ?? 0,
      })),
    kinds: model =>
      model === undefined ? kinds : kinds.filter(kind => kind.model === model),
    find: (apiVersion, kind) => entries.get(keyOf(apiVersion, kind))?.info,
    async schemaOf(apiVersion, kind) {
      const key = keyOf(apiVersion, kind);
      const entry = entries.get(key);
      if (!entry) return undefined;
      const known = schemas.get(key);
      if (known) return known;
      const schema = resolveSchema(entry.document, entry.schema);
      schemas.set(key, schema);
      return schema;
    },
    search: (text, limit = 50) => searchKinds(kinds, text, limit),
  };
}

function infoOf(
  model: RegistryModel,
  { schema: _schema, ...kind }: DocumentKind,
): KindInfo {
  const removal = removalOf(kind.apiVersion, kind.kind);
  return {
    ...kind,
    model: model.name,
    modelVersion: model.version,
    ...(removal && {
      removed: removal.removed,
      ...(removal.replacement && { replacement: removal.replacement }),
    }),
  };
}

function keyOf(apiVersion: string, kind: string): string {
  return `${apiVersion} ${kind}`;
}
