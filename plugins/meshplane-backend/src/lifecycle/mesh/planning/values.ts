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
import {
  splitValues,
  type HelmValues,
  type MeshDefinition,
} from '@meshplane/meshes';
import { effectiveValues } from '../../../charts/values/merge';
import { parseValues } from '../../../charts/values/parseValues';
import { findSecrets } from '../../../charts/values/secrets';
import { validateValues } from '../../../charts/values/validateValues';
import type { RealStep } from '../render/realise';

/**
 * Values of a request by chart.
 *
 * @throws InputError with line and column of bad YAML, or the name that is no chart
 */
export function readValues(
  definition: MeshDefinition,
  yaml: string | undefined,
): Record<string, HelmValues> | undefined {
  if (yaml === undefined || yaml.trim() === '') return undefined;
  const split = splitValues(definition, parseValues(yaml));
  if ('error' in split) throw new InputError(split.error);
  return split.values;
}

/**
 * Checks the values of every chart against its own schema.
 *
 * @throws InputError naming chart, path and value
 */
export function checkValues(
  steps: readonly Pick<RealStep, 'step' | 'chart'>[],
): void {
  const problems = steps.flatMap(({ step, chart }) => {
    if (step.type !== 'helm-release' || !chart?.content.valuesSchema) return [];
    const { valuesSchema, values } = chart.content;
    return validateValues(
      valuesSchema,
      effectiveValues(parseValues(values, 'chart values'), step.values),
    ).problems.map(({ message }) => `chart "${chart.ref.name}": ${message}`);
  });
  if (problems.length > 0)
    throw new InputError(
      `The values do not fit the schema of ${problems.join('; ')}`,
    );
}

/** Paths of values that look like secrets, which a plan must not keep. */
export function secretsIn(steps: readonly RealStep[]): string[] {
  return steps.flatMap(({ step }) =>
    step.type === 'helm-release'
      ? findSecrets(step.values).map(
          ({ path, why }) => `${step.chart.name}: ${path} (${why})`,
        )
      : [],
  );
}
