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

import type { Parameter } from '../../model/design';
import { withValue } from '../../relationships/setValue';
import { at } from '../../objects/reading';
import { valuePathOf } from './valuePaths';

/** The values of a chart: defaults of the parameters, and empty objects where templates look for others. */
export function valuesOf(
  parameters: readonly Parameter[],
): Record<string, unknown> {
  return parameters.reduce<Record<string, unknown>>((values, parameter) => {
    const path = valuePathOf(parameter, parameters);
    if (parameter.default !== undefined) {
      return withValue(values, path, parameter.default) as typeof values;
    }
    const parent = path.slice(0, -1);
    return parent.length === 0 || at(values, ...parent) !== undefined
      ? values
      : (withValue(values, parent, {}) as typeof values);
  }, {});
}

/** What `helm` checks values against; values that no parameter stands for are allowed, as in every chart. */
export function valuesSchemaOf(parameters: readonly Parameter[]): object {
  const properties = parameters.reduce<Record<string, unknown>>(
    (schemas, parameter) => {
      const path = valuePathOf(parameter, parameters);
      const place = path.flatMap((key, index) =>
        index === 0 ? [key] : ['properties', key],
      );
      const withTypes = path
        .slice(0, -1)
        .reduce<Record<string, unknown>>((all, _, index) => {
          const parent = place.slice(0, index * 2 + 1);
          return withValue(all, [...parent, 'type'], 'object') as typeof all;
        }, schemas);
      const { title, description, schema } = parameter;
      return withValue(withTypes, place, {
        ...(title !== undefined && { title }),
        ...(description !== undefined && { description }),
        ...schema,
      }) as typeof schemas;
    },
    {},
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties,
  };
}
