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

import type { Component, Parameter } from '../../model/design';
import { objectOf } from '../../objects/kubernetesObject';
import { at } from '../../objects/reading';
import { withValue } from '../../relationships/setValue';
import { isDictionary } from '../../importers/Importer';
import { writeYaml } from '../yaml';
import { valueExpression, valuePathOf } from './valuePaths';

/** Helm's delimiter, which texts of objects hold, too: dashboards, alerts, other templates. */
const OPENING = /\{\{/g;
const ESCAPED = '{{ "{{" }}';

/** The template of an object: its text, with the chart's values at the targets of the parameters. */
export function templateOf(
  component: Component,
  parameters: readonly Parameter[],
): string {
  const marks = new Map<string, string>();
  const token = freeToken(component);
  let configuration: unknown = component.configuration;
  for (const parameter of parameters) {
    for (const { component: id, path } of parameter.targets) {
      if (id !== component.id || path.length === 0) continue;
      const mark = `${token}${marks.size}x`;
      const before = at(component.configuration, ...path);
      marks.set(mark, actionOf(parameter, parameters, before));
      configuration = withValue(configuration, path, mark);
    }
  }
  const text = writeYaml(
    objectOf({
      ...component,
      configuration: isDictionary(configuration)
        ? configuration
        : component.configuration,
    }),
  ).replace(OPENING, ESCAPED);
  return [...marks].reduce(
    // By function: the replacement may hold what `replace` gives a meaning to.
    (template, [mark, action]) => template.replace(mark, () => action),
    text,
  );
}

/** The value as JSON, which is YAML at any indentation; where there is no default, what stood there is one. */
function actionOf(
  parameter: Parameter,
  all: readonly Parameter[],
  before: unknown,
): string {
  const path = valuePathOf(parameter, all);
  const value = `{{ ${valueExpression(path)} | toJson }}`;
  if (parameter.default !== undefined || before === undefined) return value;
  const parent = valueExpression(path.slice(0, -1)).replace(/ $/, '');
  const holder = path.length === 1 ? '.Values' : `(${parent})`;
  const isSet = `hasKey ${holder} ${JSON.stringify(path.at(-1))}`;
  const kept = JSON.stringify(before).replace(OPENING, ESCAPED);
  return `{{ if ${isSet} }}${value}{{ else }}${kept}{{ end }}`;
}

/** A word that the object does not hold, so that it can mark places in its text. */
function freeToken({ configuration }: Component): string {
  const text = JSON.stringify(configuration);
  let token = 'MESHPLANE-VALUE-';
  while (text.includes(token)) token += 'X-';
  return token;
}
