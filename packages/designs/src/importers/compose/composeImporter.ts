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
import {
  nameOf,
  partsOf,
  type KubernetesObject,
} from '../../objects/kubernetesObject';
import type { TextDocument } from '../../text/readDocuments';
import { nameOr } from '../designName';
import { isDictionary, type Dictionary, type Importer } from '../Importer';
import { mountsOf } from './composeModel';
import { composeObjects, dnsName, volumeClaim } from './composeObjects';

const COMPOSE_BAG = 'compose';

/** Docker Compose: each service becomes a Deployment, with a Service where it has ports and claims for named volumes. */
export const composeImporter: Importer = {
  format: 'docker-compose',
  recognises: ({ documents }) =>
    documents.length === 1 && isComposeFile(documents[0]),
  read(source, log) {
    const [document] = source.documents;
    const { services, ...rest } = withTrimmedKeys(document.value as Dictionary);
    const ids = new ComponentIds();
    const components: Component[] = [];
    const add = (
      object: KubernetesObject,
      preserved?: Component['preserved'],
    ) => {
      const { name } = nameOf(object);
      components.push({
        id: ids.of([object.kind, name]),
        model: { name: 'kubernetes' },
        annotation: false,
        opaque: false,
        ...partsOf(object),
        ...(preserved && { preserved }),
      });
    };
    const volumes = new Set<string>();
    for (const [key, service] of Object.entries(services as Dictionary)) {
      log.found();
      if (!isDictionary(service)) {
        log.error({
          line: document.lineOf(['services', key]),
          path: `services.${key}`,
          message: `The service "${key}" is no object`,
        });
        continue;
      }
      const { objects, notes } = composeObjects(key, service);
      objects.forEach((object, index) =>
        add(
          object,
          index === 0 ? { [COMPOSE_BAG]: { key, service } } : undefined,
        ),
      );
      notes.forEach(message =>
        log.warn({
          line: document.lineOf(['services', key]),
          path: `services.${key}`,
          message,
        }),
      );
      mountsOf(service).forEach(({ type, source: volume }) => {
        if (type === 'volume' && volume) volumes.add(dnsName(volume));
      });
      log.preserved(1);
      log.taken('apps/v1', 'Deployment');
    }
    if (log.failed) return undefined;
    [...volumes].sort().forEach(name => add(volumeClaim(name)));
    log.preserved(Object.keys(rest).length);
    return designSchema.parse({
      name: nameOr(rest.name, source),
      components,
      preserved: { [COMPOSE_BAG]: rest },
    });
  },
};

function isComposeFile({ value }: TextDocument): boolean {
  if (!isDictionary(value)) return false;
  const { services } = value;
  return (
    isDictionary(services) &&
    Object.keys(services).length > 0 &&
    !('apiVersion' in value) &&
    Object.values(services).every(
      service =>
        isDictionary(service) &&
        ('image' in service || 'build' in service || 'extends' in service),
    )
  );
}

/** Files are met that write `version : "3"`. */
function withTrimmedKeys(value: Dictionary): Dictionary {
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.trim(), one]),
  );
}
