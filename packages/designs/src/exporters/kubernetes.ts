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

import { applyParameters } from '../parameters/applyParameters';
import { objectOf } from '../objects/kubernetesObject';
import type { Design } from '../model/design';
import {
  deployableOf,
  lostParts,
  objectWithStatus,
  type Deployable,
} from './deployable';
import type { Exporter } from './Exporter';
import { slugOf } from './names';
import { writeDocuments } from './yaml';

/** Manifests in one file of documents, in the order of deployment; with the defaults of the parameters. */
export const exportKubernetes: Exporter = design => {
  const applied = applyParameters(design);
  const { components, warnings } = deployableOf(applied.design ?? design);
  return {
    files: [
      {
        path: `${slugOf(design.name, 'design')}.yaml`,
        content: writeDocuments(components.map(objectWithStatus)),
      },
    ],
    warnings: [
      ...applied.errors.map(({ message }) => message),
      ...warnings,
      ...lostParts(design, ['environments']),
    ],
  };
};

/**
 * What is applied to a cluster: objects in the order of deployment, without anything that only was the case when they
 * were read.
 *
 * @public
 */
export function renderManifests(design: Design): {
  text: string;
  objects: number;
  warnings: string[];
} {
  const { components, warnings }: Deployable = deployableOf(design);
  return {
    text: writeDocuments(components.map(objectOf)),
    objects: components.length,
    warnings,
  };
}
