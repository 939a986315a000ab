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

import { InputError, NotFoundError } from '@backstage/errors';
import {
  chartVersionOf,
  type ManagedOperations,
  type MeshDefinition,
} from '@meshplane/meshes';
import type { ChartValues } from '@meshplane/plugin-meshplane-common';
import { stringify } from 'yaml';
import { formOf } from '../../../charts/values/formSchema';
import { concurrently } from '../../../manifests/concurrently';
import type { MeshLifecycleDeps } from '../deps';
import { requireDefinition } from '../planning/target';

const CONCURRENCY = 4;

/**
 * The values of the charts of one version, with schemas for a form.
 *
 * @throws NotFoundError for a definition, version or preset that is not there, InputError for one without charts
 */
export async function chartValues(
  deps: MeshLifecycleDeps,
  id: string,
  version: string,
  preset: string,
  signal: AbortSignal,
): Promise<ChartValues> {
  const definition = requireDefinition(deps, id);
  const { operations } = definition;
  if (operations.support === 'detect-only')
    throw new InputError(
      `"${id}" is not installed from here: ${operations.reason}`,
    );
  const chartVersion = chartVersionOf(definition, version);
  const charts = await concurrently(
    definition.charts,
    CONCURRENCY,
    async ({ name, repository }) => {
      const content = await deps.charts.read(
        await deps.charts.fetch({ repository, name }, chartVersion, {
          signal,
        }),
      );
      const { schema, source } = formOf(content);
      return {
        name,
        version: chartVersion,
        schema: schema as Record<string, unknown>,
        schemaSource: source,
        defaults: content.values,
      };
    },
  );
  return {
    definition: id,
    version,
    preset,
    presetValues:
      operations.support === 'managed'
        ? presetValues(definition, operations, preset)
        : '',
    charts,
  };
}

/** A definition with one chart has its values at the top, one with several by chart name: as requests have them. */
function presetValues(
  { id, charts }: MeshDefinition,
  { install }: ManagedOperations,
  preset: string,
): string {
  const found = install.presets.find(
    one => one.id === preset || one.aliases.includes(preset),
  );
  if (!found)
    throw new NotFoundError(
      `"${id}" has no preset "${preset}"; there are ${install.presets
        .map(one => `"${one.id}"`)
        .join(', ')}`,
    );
  const values =
    charts.length === 1 ? found.values[charts[0].name] ?? {} : found.values;
  return Object.keys(values).length > 0 ? stringify(values) : '';
}
