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

import Ajv from 'ajv';
import type { Component, Design, Parameter } from '../model/design';
import type { ImportMessage } from '../model/report';
import { withValue } from '../relationships/setValue';
import { isDictionary } from '../importers/Importer';

/** A design that was worked on, or why it could not be. @public */
export type DesignChange =
  | { design: Design; errors: [] }
  | { design?: undefined; errors: ImportMessage[] };

/**
 * The design with the values of its parameters at their targets. What gets no value takes the default, and stays as it
 * is where there is none. The values become the defaults, so that doing it twice changes nothing.
 *
 * @param values - by name of the parameter; names that the design does not have are errors
 * @public
 */
export function applyParameters(
  design: Design,
  values: Readonly<Record<string, unknown>> = {},
): DesignChange {
  const names = new Set(design.parameters.map(({ name }) => name));
  const errors: ImportMessage[] = Object.keys(values)
    .filter(name => !names.has(name))
    .map(name => ({
      path: name,
      message: `The design has no parameter "${name}"; it has ${listOf(names)}`,
    }));
  const components = new Map<string, Component>(
    design.components.map(one => [one.id, one]),
  );
  const parameters = design.parameters.map(parameter => {
    const value = valueOf(parameter, values);
    if (value === undefined) return parameter;
    errors.push(...misfits(parameter, value));
    for (const { component: id, path } of parameter.targets) {
      const component = components.get(id);
      if (!component) {
        errors.push({
          path: parameter.name,
          message: `The parameter "${parameter.name}" goes to the component "${id}", which the design does not have`,
        });
        continue;
      }
      const configuration = withValue(component.configuration, path, value);
      if (!isDictionary(configuration)) {
        errors.push({
          path: parameter.name,
          message: `The parameter "${parameter.name}" cannot replace the whole configuration of "${id}"`,
        });
        continue;
      }
      components.set(id, { ...component, configuration });
    }
    return { ...parameter, default: value };
  });
  if (errors.length > 0) return { errors };
  return {
    design: { ...design, parameters, components: [...components.values()] },
    errors: [],
  };
}

function valueOf(
  parameter: Parameter,
  values: Readonly<Record<string, unknown>>,
): unknown {
  return Object.hasOwn(values, parameter.name)
    ? values[parameter.name]
    : parameter.default;
}

function misfits({ name, schema }: Parameter, value: unknown): ImportMessage[] {
  if (Object.keys(schema).length === 0) return [];
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    logger: false,
    // As Helm does with the schema of a chart.
    validateFormats: false,
  });
  let fits;
  try {
    fits = ajv.compile(schema);
  } catch (error) {
    return [
      {
        path: name,
        message: `The schema of the parameter "${name}" is no JSON schema: ${
          (error as Error).message
        }`,
      },
    ];
  }
  if (fits(value)) return [];
  return (fits.errors ?? []).map(({ instancePath, message }) => ({
    path: `${name}${instancePath}`,
    message: `The value ${shown(value)} of the parameter "${name}" ${
      message ?? 'does not fit its schema'
    }`,
  }));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function listOf(names: ReadonlySet<string>): string {
  return names.size === 0
    ? 'none'
    : [...names].map(name => `"${name}"`).join(', ');
}
