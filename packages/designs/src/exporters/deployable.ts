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

import type { Component, Design } from '../model/design';
import { KUBERNETES_BAG, nameOf, objectOf } from '../objects/kubernetesObject';
import { isDictionary } from '../importers/Importer';
import { inDeploymentOrder } from '../deploy/deployOrder';

/** The components that a cluster gets, in the order of deployment, and what is to be said of the others. */
export interface Deployable {
  components: Component[];
  warnings: string[];
}

/** Drawings are left out, and so is what no API server could take. */
export function deployableOf({ components }: Design): Deployable {
  const warnings: string[] = [];
  const objects = components.filter(({ annotation }) => !annotation);
  const drawn = components.length - objects.length;
  if (drawn > 0) {
    warnings.push(
      `${drawn} ${
        drawn === 1 ? 'component is a drawing' : 'components are drawings'
      } and not written`,
    );
  }
  const complete = objects.filter(component => {
    const lack = lackOf(component);
    if (lack) {
      warnings.push(
        `The component "${component.id}" has no ${lack} and is not written`,
      );
    }
    return lack === undefined;
  });
  return { components: inDeploymentOrder(complete), warnings };
}

function lackOf({ apiVersion, configuration }: Component): string | undefined {
  if (apiVersion === '') return 'version of an API';
  return nameOf(configuration).name === undefined ? 'name' : undefined;
}

/** The object as it was read, with the state that a manifest carried. */
export function objectWithStatus(component: Component): unknown {
  const bag = component.preserved?.[KUBERNETES_BAG];
  return isDictionary(bag) && 'status' in bag
    ? { ...objectOf(component), status: bag.status }
    : objectOf(component);
}

/** What a format without parameters, environments and relationships does not say. */
export function lostParts(
  design: Design,
  parts: readonly ('parameters' | 'environments' | 'notes')[],
): string[] {
  return parts
    .filter(part => design[part].length > 0)
    .map(part => `${design[part].length} ${part} have no place in this format`);
}
