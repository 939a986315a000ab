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

import type { Component, Design, EnvironmentOverlay } from '../model/design';
import { objectOf, nameOf } from '../objects/kubernetesObject';
import { applyEnvironment } from '../parameters/applyEnvironment';
import { applyParameters } from '../parameters/applyParameters';
import { jsonDiff } from '../patch/jsonDiff';
import { deployableOf, lostParts } from './deployable';
import type { ExportedFile, Exporter } from './Exporter';
import { fileNames } from './names';
import { writeYaml } from './yaml';

/**
 * A base with a file per object, and an overlay per environment. An overlay holds the steps from the base to what the
 * environment gives, so that building it and rendering the design for the environment say the same.
 */
export const exportKustomize: Exporter = design => {
  const applied = applyParameters(design);
  const base = applied.design ?? design;
  const { components, warnings } = deployableOf(base);
  const files = fileNames(components);
  const notes = [
    ...applied.errors.map(({ message }) => message),
    ...warnings,
    ...lostParts(design, ['notes']),
  ];
  if (design.parameters.length > 0) {
    notes.push(
      `${design.parameters.length} parameters are written with their values: kustomize has none`,
    );
  }
  return {
    files: [
      kustomization('base', {
        resources: components.map(({ id }) => files.get(id)),
      }),
      ...components.map(component => ({
        path: `base/${files.get(component.id)}`,
        content: writeYaml(objectOf(component)),
      })),
      ...design.environments.map(overlay =>
        overlayOf(overlay, design, components, notes),
      ),
    ],
    warnings: notes,
  };
};

function overlayOf(
  { name }: EnvironmentOverlay,
  design: Design,
  base: readonly Component[],
  notes: string[],
): ExportedFile {
  const there = designIn(design, name, notes);
  const after = new Map(there?.components.map(one => [one.id, one]));
  const patches = there
    ? base.flatMap(component => patchOf(component, after.get(component.id)))
    : [];
  return kustomization(`overlays/${name}`, {
    resources: ['../../base'],
    ...(patches.length > 0 && { patches }),
  });
}

/** The design in an environment; undefined, after the reason was noted, where it does not fit. */
function designIn(
  design: Design,
  name: string,
  notes: string[],
): Design | undefined {
  const environment = applyEnvironment(design, name);
  const applied = environment.design
    ? applyParameters(environment.design)
    : environment;
  applied.errors.forEach(({ message }) =>
    notes.push(`The overlay "${name}" changes nothing: ${message}`),
  );
  return applied.design;
}

function patchOf(before: Component, after: Component | undefined): object[] {
  const target = targetOf(before);
  if (!after) {
    const { apiVersion, kind } = before;
    const metadata = nameOf(before.configuration);
    return [
      {
        target,
        patch: writeYaml({ $patch: 'delete', apiVersion, kind, metadata }),
      },
    ];
  }
  const steps = jsonDiff(objectOf(before), objectOf(after));
  return steps.length === 0
    ? []
    : [
        {
          target,
          patch: writeYaml(steps),
          ...(steps.some(({ path }) => path === '/metadata/name') && {
            options: { allowNameChange: true },
          }),
        },
      ];
}

/** Targets are regular expressions, which names can be by accident: `a.b` would fit `a-b`, too. */
function targetOf({ apiVersion, kind, configuration }: Component): object {
  const { name, namespace } = nameOf(configuration);
  const [version, group] = apiVersion.split('/').reverse();
  return {
    ...(group !== undefined && { group }),
    version,
    kind,
    name: name?.replaceAll('.', '\\.'),
    ...(namespace !== undefined && { namespace }),
  };
}

function kustomization(folder: string, body: object): ExportedFile {
  return {
    path: `${folder}/kustomization.yaml`,
    content: writeYaml({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      ...body,
    }),
  };
}
