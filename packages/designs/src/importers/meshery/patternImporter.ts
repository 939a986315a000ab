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

import { designSchema, type Component } from '../../model/design';
import { ComponentIds } from '../../objects/ComponentIds';
import { nameOr } from '../designName';
import {
  isDictionary,
  type Dictionary,
  type Importer,
  type ImportSource,
} from '../Importer';
import type { ImportLog } from '../ImportLog';
import { MESHERY_BAG } from './generations';
import { readService } from './readService';

/** Pattern files of Meshery, until 2024: a map of services. */
export const patternImporter: Importer = {
  format: 'meshery-pattern-v1alpha2',
  recognises: isPattern,
  read: (source, log) => {
    const pattern = source.documents[0].value as Dictionary;
    return readServices(source, log, {
      services: pattern.services as Dictionary,
      path: ['services'],
      name: pattern.name,
      generation: 'v1alpha2',
    });
  },
};

/** A map of services and no version of a schema: all patterns, and nothing else, look like this. */
export function isPattern({ documents }: ImportSource): boolean {
  if (documents.length !== 1) return false;
  const { value } = documents[0];
  return (
    isDictionary(value) &&
    isDictionary(value.services) &&
    typeof value.name === 'string' &&
    !('schemaVersion' in value) &&
    // Docker Compose has a name and services, too; those have no type.
    Object.values(value.services).every(
      one => isDictionary(one) && 'type' in one,
    )
  );
}

/** The design of a pattern's services. */
export function readServices(
  { documents, fileName }: ImportSource,
  log: ImportLog,
  pattern: {
    services: Dictionary;
    path: string[];
    name: unknown;
    generation: string;
  },
) {
  const [document] = documents;
  const entries = Object.entries(pattern.services);
  log.found(entries.length);
  const ids = new ComponentIds();
  const components = entries
    .map(([key, service]) =>
      readService(key, service, document, [...pattern.path, key], { ids, log }),
    )
    .filter((one): one is Component => one !== undefined);
  if (log.failed) return undefined;
  if (components.length === 0) {
    log.error({
      line: document.lineOf(pattern.path),
      path: pattern.path.join('.'),
      message: 'The pattern has no services',
    });
    return undefined;
  }
  const { services: _services, ...rest } = document.value as Dictionary;
  log.preserved(Object.keys(rest).length);
  const name = nameOr(pattern.name, { documents, fileName });
  return designSchema.parse({
    name,
    components,
    preserved: {
      [MESHERY_BAG]: {
        generation: pattern.generation,
        pattern: rest,
        order: { components: components.map(({ id }) => id) },
        ...(name !== pattern.name && { name }),
      },
    },
  });
}
