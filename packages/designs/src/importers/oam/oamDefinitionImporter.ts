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

import { designSchema } from '../../model/design';
import { ComponentIds } from '../../objects/ComponentIds';
import { nameOf, partsOf } from '../../objects/kubernetesObject';
import { nameOr, titleOf } from '../designName';
import {
  isDictionary,
  textOf,
  type Dictionary,
  type Importer,
  type ImportSource,
} from '../Importer';
import { isOam } from './oamImporter';

const MESHERY_SCHEMA = /^https?:\/\/meshery\.layer5\.io\/definition\//;

/**
 * What adapters of Meshery registered in 2021: a definition of a workload, a trait or a scope, and beside it the JSON
 * schema of its settings. Nothing of it is deployed.
 */
export const oamDefinitionImporter: Importer = {
  format: 'oam-definition',
  recognises: source => isDefinition(source) || isSettingsSchema(source),
  read(source, log) {
    const value = source.documents[0].value as Dictionary;
    log.found();
    const ids = new ComponentIds();
    if (!isOam(value)) {
      const title = textOf(value.title) ?? titleOf(source);
      log.taken('json-schema.org/draft-07', 'SettingsSchema');
      return designSchema.parse({
        name: nameOr(title, source),
        components: [
          {
            id: ids.of(['settings-schema', title]),
            apiVersion: 'json-schema.org/draft-07',
            kind: 'SettingsSchema',
            model: { name: 'oam' },
            title,
            configuration: value,
            annotation: true,
          },
        ],
      });
    }
    log.taken(value.apiVersion, value.kind);
    return designSchema.parse({
      name: nameOr(nameOf(value).name, source),
      components: [
        {
          id: ids.of([value.kind, nameOf(value).name]),
          model: { name: 'oam' },
          annotation: true,
          ...partsOf(value),
        },
      ],
    });
  },
};

function isDefinition({ documents }: ImportSource): boolean {
  const { value } = documents[0];
  return (
    documents.length === 1 &&
    isOam(value) &&
    value.apiVersion === 'core.oam.dev/v1alpha1' &&
    value.kind.endsWith('Definition')
  );
}

/** The schemas of traits say whose they are; those of workloads are bare schemas of an object. */
function isSettingsSchema({ documents }: ImportSource): boolean {
  const { value } = documents[0];
  if (documents.length !== 1 || !isDictionary(value)) return false;
  return typeof value.$id === 'string'
    ? MESHERY_SCHEMA.test(value.$id)
    : value.type === 'object' &&
        isDictionary(value.properties) &&
        !('kind' in value);
}
