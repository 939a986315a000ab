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
  flattenList,
  isKubernetesObject,
  nameOf,
  partsOf,
  type KubernetesObject,
} from '../../objects/kubernetesObject';
import { titleOf } from '../designName';
import type { Importer } from '../Importer';

const OAM = /^core\.oam\.dev\//;

export function isOam(value: unknown): value is KubernetesObject {
  return isKubernetesObject(value) && OAM.test(value.apiVersion);
}

/**
 * Applications of the Open Application Model. Each object is a component as it stands: what it becomes is the business of
 * the controller that reads it. Objects of Kubernetes beside them come along.
 */
export const oamImporter: Importer = {
  format: 'oam',
  recognises: ({ documents }) => documents.some(({ value }) => isOam(value)),
  read(source, log) {
    const ids = new ComponentIds();
    const components: Component[] = [];
    for (const document of source.documents) {
      const { value } = document;
      if (!isKubernetesObject(value)) {
        log.found();
        log.error({
          document: document.number,
          line: document.line,
          message:
            'An object of OAM has "apiVersion" and "kind"; this document has not',
        });
        continue;
      }
      for (const { value: object, path } of flattenList(value)) {
        log.found();
        if (!isKubernetesObject(object)) {
          log.error({
            document: document.number,
            line: document.lineOf(path),
            message: 'This item of a list has no "apiVersion" and "kind"',
          });
          continue;
        }
        const { name, namespace } = nameOf(object);
        components.push({
          id: ids.of([object.kind, namespace, name]),
          annotation: false,
          ...log.taken(object.apiVersion, object.kind),
          ...(isOam(object) && { model: { name: 'oam' } }),
          ...partsOf(object),
        });
      }
    }
    return log.failed
      ? undefined
      : designSchema.parse({ name: titleOf(source), components });
  },
};
