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

/**
 * Where the value of a parameter lies in the values of a chart. Dots nest, as `--set` reads them, unless that would put
 * values below another parameter's value.
 */
export function valuePathOf(
  { name }: Pick<Parameter, 'name'>,
  all: readonly Pick<Parameter, 'name'>[],
): string[] {
  const keys = name.split('.');
  const collides =
    keys.includes('') ||
    all.some(
      other =>
        name.startsWith(`${other.name}.`) || other.name.startsWith(`${name}.`),
    );
  return collides ? [name] : keys;
}

/** The expression of a template for a value: `index` takes keys that the dotted form does not. */
export function valueExpression(path: readonly string[]): string {
  return `index .Values ${path.map(key => JSON.stringify(key)).join(' ')}`;
}
