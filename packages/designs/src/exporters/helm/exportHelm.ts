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

import type { Design, EnvironmentOverlay } from '../../model/design';
import { objectOf } from '../../objects/kubernetesObject';
import { deployableOf, lostParts } from '../deployable';
import type { ExportedFile, Exporter } from '../Exporter';
import { fileNames, slugOf } from '../names';
import { writeYaml } from '../yaml';
import { templateOf } from './templates';
import { valuesOf, valuesSchemaOf } from './values';

/** A chart: a template per object, values and their schema from the parameters, and values per environment. */
export const exportHelm: Exporter = (design, { version = '0.1.0' }) => {
  const { components, warnings } = deployableOf(design);
  const files = fileNames(components);
  const parameters = [...design.parameters].sort((a, b) =>
    a.name < b.name ? -1 : Number(a.name > b.name),
  );
  const targeted = new Set(
    parameters.flatMap(({ targets }) => targets.map(one => one.component)),
  );
  return {
    files: [
      { path: 'Chart.yaml', content: writeYaml(chartOf(design, version)) },
      { path: 'values.yaml', content: writeYaml(valuesOf(parameters)) },
      {
        path: 'values.schema.json',
        content: `${JSON.stringify(valuesSchemaOf(parameters), null, 2)}\n`,
      },
      ...components.map(component =>
        // Helm installs what lies in `crds` before all else, and takes it as it stands.
        component.kind === 'CustomResourceDefinition' &&
        !targeted.has(component.id)
          ? {
              path: `crds/${files.get(component.id)}`,
              content: writeYaml(objectOf(component)),
            }
          : {
              path: `templates/${files.get(component.id)}`,
              content: templateOf(component, parameters),
            },
      ),
      ...design.environments.flatMap(overlay =>
        environmentValues(overlay, design),
      ),
    ],
    warnings: [
      ...warnings,
      ...lostParts(design, ['notes']),
      ...parameters
        .filter(({ targets }) => targets.length === 0)
        .map(
          ({ name }) =>
            `The parameter "${name}" has no target: no template uses its value`,
        ),
      ...design.environments.flatMap(lostOf),
    ],
  };
};

function chartOf({ name, description }: Design, version: string): object {
  return {
    apiVersion: 'v2',
    name: slugOf(name, 'design'),
    description: description ?? `Design "${name}"`,
    type: 'application',
    version,
  };
}

function environmentValues(
  { name, parameters }: EnvironmentOverlay,
  design: Design,
): ExportedFile[] {
  const set = design.parameters
    .filter(one => Object.hasOwn(parameters, one.name))
    .map(one => ({ ...one, default: parameters[one.name] }));
  return set.length === 0
    ? []
    : [
        {
          path: `values-${name}.yaml`,
          content: writeYaml(valuesOf(sortedAs(set, design))),
        },
      ];
}

/** Paths of values depend on all names, so that those of a few have to be worked out among all. */
function sortedAs(
  set: Design['parameters'],
  { parameters }: Design,
): Design['parameters'] {
  const mine = new Map(set.map(one => [one.name, one]));
  return parameters.map(
    one => mine.get(one.name) ?? { ...one, default: undefined },
  );
}

function lostOf({
  name,
  patches,
  without,
  namespace,
}: EnvironmentOverlay): string[] {
  const lost = [
    ...(patches.length > 0 ? ['patches'] : []),
    ...(without.length > 0 ? ['components that are left out'] : []),
    ...(namespace !== undefined ? [`the namespace "${namespace}"`] : []),
  ];
  return lost.length === 0
    ? []
    : [
        `The environment "${name}" has ${lost.join(
          ', ',
        )}, for which a chart has no place`,
      ];
}
