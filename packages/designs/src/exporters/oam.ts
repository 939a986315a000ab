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

import { objectOf } from '../objects/kubernetesObject';
import type { Component } from '../model/design';
import { isDictionary } from '../importers/Importer';
import { deployableOf, lostParts, objectWithStatus } from './deployable';
import { inDeploymentOrder } from '../deploy/deployOrder';
import type { Exporter } from './Exporter';
import { slugOf } from './names';
import { writeDocuments } from './yaml';

/**
 * The Open Application Model. Objects of it are written as they are, and all else beside them; a design that has none
 * becomes one application whose components hold the objects.
 */
export const exportOam: Exporter = design => {
  const path = `${slugOf(design.name, 'design')}.yaml`;
  const lost = lostParts(design, ['parameters', 'environments', 'notes']);
  if (design.components.some(isOam)) {
    // Definitions are not deployed, yet this is their format.
    const definitions = design.components.filter(
      one => one.annotation && isOam(one),
    );
    const rest = deployableOf({
      ...design,
      components: design.components.filter(one => !definitions.includes(one)),
    });
    const components = inDeploymentOrder([...definitions, ...rest.components]);
    return {
      files: [
        { path, content: writeDocuments(components.map(objectWithStatus)) },
      ],
      warnings: [...rest.warnings, ...lost],
    };
  }
  const { components, warnings } = deployableOf(design);
  return {
    files: [
      {
        path,
        content: writeDocuments([applicationOf(design.name, components)]),
      },
    ],
    warnings: [...warnings, ...lost],
  };
};

function applicationOf(name: string, components: readonly Component[]) {
  return {
    apiVersion: 'core.oam.dev/v1beta1',
    kind: 'Application',
    metadata: { name: slugOf(name, 'design') },
    spec: {
      components: uniqueNames(components).map(([unique, component]) => ({
        name: unique,
        type: 'k8s-objects',
        properties: { objects: [objectOf(component)] },
      })),
    },
  };
}

/** Components of an application have names that are unique in it, whatever their kinds are. */
function uniqueNames(components: readonly Component[]): [string, Component][] {
  const taken = new Set<string>();
  return components.map(component => {
    const { kind, configuration, id } = component;
    const { metadata } = configuration;
    const own = isDictionary(metadata) ? metadata.name : undefined;
    const wanted = slugOf(`${kind}-${String(own ?? id)}`, 'component');
    let name = wanted;
    for (let n = 2; taken.has(name); n += 1) name = `${wanted}-${n}`;
    taken.add(name);
    return [name, component];
  });
}

function isOam({ apiVersion }: Component): boolean {
  return apiVersion.startsWith('core.oam.dev/');
}
