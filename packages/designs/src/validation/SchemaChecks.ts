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

import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import type { Component } from '../model/design';
import type { DesignFinding } from '../model/report';
import { objectOf } from '../objects/kubernetesObject';
import type { KindRegistry, KindSchema } from '../registry/KindRegistry';

/** Problems of one component beyond which the rest is left out. */
const MAX_PER_COMPONENT = 20;

/** Checks objects against the schemas of a registry; each is compiled once. */
export class SchemaChecks {
  readonly #ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
  });
  readonly #compiled = new Map<KindSchema, ValidateFunction>();

  constructor(private readonly registry?: KindRegistry) {}

  async check(component: Component): Promise<DesignFinding[]> {
    const schema = await this.registry?.schemaOf(
      component.apiVersion,
      component.kind,
    );
    if (!schema) return [];
    let validate = this.#compiled.get(schema);
    if (!validate) {
      validate = this.#ajv.compile(closed(schema) as object);
      this.#compiled.set(schema, validate);
    }
    if (validate(objectOf(component))) return [];
    return (validate.errors ?? [])
      .filter(({ keyword }) => keyword !== 'anyOf')
      .map(error => ({
        rule: 'schema',
        severity: 'error' as const,
        component: component.id,
        path: error.instancePath || '/',
        message: textOfError(error),
      }))
      .sort((a, b) =>
        `${a.path} ${a.message}` < `${b.path} ${b.message}` ? -1 : 1,
      )
      .slice(0, MAX_PER_COMPONENT);
  }
}

function textOfError({ instancePath, message, params }: ErrorObject): string {
  const field = (params as { additionalProperty?: string }).additionalProperty;
  const place = instancePath || '/';
  return field === undefined
    ? `${place} ${message ?? 'does not fit'}`
    : `${place} has a field "${field}" that the kind does not know`;
}

/**
 * The schema as the API server means it: fields that it does not name are unknown, a number or text where it says so,
 * and null is the same as nothing.
 */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const schema = value as Record<string, unknown>;
  if (
    schema['x-kubernetes-int-or-string'] === true ||
    schema.format === 'int-or-string'
  ) {
    return { anyOf: [{ type: 'integer' }, { type: 'string' }] };
  }
  const properties = schema.properties as Record<string, unknown> | undefined;
  const open =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    schema.additionalProperties !== undefined ||
    schema['x-kubernetes-embedded-resource'] === true;
  const {
    required,
    type,
    items,
    additionalProperties,
    enum: values,
    pattern,
  } = schema;
  return {
    ...(type !== undefined && {
      type: schema.nullable === true ? [type, 'null'] : type,
    }),
    ...(required !== undefined && { required }),
    ...(values !== undefined && { enum: values }),
    ...(isPattern(pattern) && { pattern }),
    ...(items !== undefined && { items: closed(items) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, one]) => [key, closed(one)]),
      ),
    }),
    ...(properties && !open && { additionalProperties: false }),
    ...(additionalProperties !== undefined && {
      additionalProperties: closed(additionalProperties),
    }),
  };
}

/** Patterns are written for another engine; one that this engine does not know is not checked. */
function isPattern(pattern: unknown): boolean {
  if (typeof pattern !== 'string') return false;
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
