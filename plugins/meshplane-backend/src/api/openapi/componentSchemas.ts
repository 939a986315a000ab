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

import * as meshes from '@meshplane/meshes';
import * as common from '@meshplane/plugin-meshplane-common';
import { z } from 'zod';

const SUFFIX = 'Schema';
const REFERENCE = '#/components/schemas/';

type Json = Record<string, unknown>;

/** The shape in which Backstage answers with an error. */
const errorSchema: Json = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { name: { type: 'string' }, message: { type: 'string' } },
      required: ['name', 'message'],
    },
    response: {
      type: 'object',
      properties: { statusCode: { type: 'integer' } },
      required: ['statusCode'],
    },
  },
  required: ['error', 'response'],
};

/**
 * All exported schemas as components of an OpenAPI document: `clusterSummarySchema` becomes `ClusterSummary`. Schemas of
 * queries are left out, they are parameters.
 */
export function componentSchemas() {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.ZodType, string>();
  for (const [name, schema] of Object.entries({ ...meshes, ...common })) {
    if (!(schema instanceof z.ZodType) || !name.endsWith(SUFFIX)) continue;
    if (/(Query|Text|Name)Schema$/.test(name)) continue;
    const id =
      name[0].toUpperCase() + name.slice(1, name.length - SUFFIX.length);
    registry.add(schema, { id });
    names.set(schema, id);
  }
  const { schemas } = z.toJSONSchema(registry, {
    uri: id => `${REFERENCE}${id}`,
  });
  const json: Record<string, Json> = { Error: errorSchema };
  for (const [id, schema] of Object.entries(schemas)) {
    const { $schema, $id, ...rest } = schema;
    json[id] = rest;
  }
  return {
    json,
    /** A reference to the component if the schema has a name, the schema itself otherwise. */
    reference(schema: z.ZodType): Json {
      const id = names.get(schema);
      if (id) return { $ref: `${REFERENCE}${id}` };
      const { $schema, ...rest } = z.toJSONSchema(schema);
      return rest;
    },
    /** The schema of what a caller may send: with defaults left out. */
    input(schema: z.ZodType): Json {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
      return rest;
    },
  };
}
