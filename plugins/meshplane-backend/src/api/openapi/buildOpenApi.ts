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
import type { Route } from '../route';
import { componentSchemas } from './componentSchemas';

type Json = Record<string, unknown>;

const errorResponse = (description: string) => ({
  description,
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Error' } },
  },
});

/**
 * The OpenAPI 3.1 document of a table of routes. Schemas with a name of their own become components, so that generated
 * clients have types with those names.
 */
export function buildOpenApi(routes: readonly Route[]): Json {
  const schemas = componentSchemas();
  const paths: Record<string, Json> = {};
  const used = new Set<string>(['Error']);
  for (const route of routes) {
    const operation = operationOf(route, schemas);
    collectReferences(operation, schemas.json, used);
    paths[route.path] = { ...paths[route.path], [route.method]: operation };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Meshplane',
      version: '1',
      description:
        'Clusters, service meshes and gateways, and who is on the mesh. Every route needs a Backstage token.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/meshplane/v1', description: 'A Backstage backend' }],
    security: [{ backstage: [] }],
    paths,
    components: {
      securitySchemes: {
        backstage: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
      schemas: Object.fromEntries(
        [...used].sort().map(name => [name, schemas.json[name]]),
      ),
    },
  };
}

function operationOf(
  route: Route,
  schemas: ReturnType<typeof componentSchemas>,
): Json {
  const answer =
    'events' in route
      ? {
          description:
            'A stream of server-sent events; the schema is that of the data of one event',
          content: {
            'text/event-stream': { schema: schemas.reference(route.events) },
          },
        }
      : {
          description: 'The answer',
          content: {
            'application/json': { schema: schemas.reference(route.response) },
          },
        };
  const body = 'body' in route ? route.body : undefined;
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: `Needs the permission \`${route.permission.name}\`.`,
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
    ],
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: { 'application/json': { schema: schemas.input(body) } },
      },
    }),
    responses: {
      200: answer,
      ...(route.params || route.query || body
        ? { 400: errorResponse('A parameter or field is wrong; names it') }
        : {}),
      401: errorResponse('No valid token'),
      403: errorResponse('The permission is missing'),
      ...(route.params
        ? {
            404: errorResponse('There is no such thing, or it may not be seen'),
          }
        : {}),
      ...(body
        ? { 409: errorResponse('Not possible in the present state; says why') }
        : {}),
    },
  };
}

function parametersOf(
  schema: z.ZodObject | undefined,
  where: 'path' | 'query',
): Json[] {
  if (!schema) return [];
  const json = z.toJSONSchema(schema, { io: 'input' }) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (json.required?.includes(name) ?? false),
    schema: property,
  }));
}

function collectReferences(
  value: unknown,
  schemas: Record<string, Json>,
  into: Set<string>,
) {
  if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, schemas, into);
  } else if (value && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      if (key === '$ref' && typeof item === 'string') {
        const name = item.slice(item.lastIndexOf('/') + 1);
        if (into.has(name)) continue;
        into.add(name);
        collectReferences(schemas[name], schemas, into);
      } else {
        collectReferences(item, schemas, into);
      }
    }
  }
}
