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

import { designSchema, type Component, type Design } from '../model/design';
import { ComponentIds } from '../objects/ComponentIds';
import {
  flattenList,
  isKubernetesObject,
  KUBERNETES_BAG,
  nameOf,
  partsOf,
} from '../objects/kubernetesObject';
import type { TextDocument } from '../text/readDocuments';
import { titleOf } from './designName';
import type { Importer, ImportSource } from './Importer';
import type { ImportLog } from './ImportLog';

/** Manifests of Kubernetes: one or more documents, lists among them. */
export const kubernetesImporter: Importer = {
  format: 'kubernetes',
  recognises: ({ documents }) =>
    documents.some(({ value }) => isKubernetesObject(value)),
  read(source, log) {
    const ids = new ComponentIds();
    const components = source.documents.flatMap(document =>
      componentsOf(document, ids, log),
    );
    return log.failed ? undefined : designOf(source, components);
  },
};

function designOf(source: ImportSource, components: Component[]): Design {
  return designSchema.parse({ name: titleOf(source), components });
}

function componentsOf(
  document: TextDocument,
  ids: ComponentIds,
  log: ImportLog,
): Component[] {
  const { value, number } = document;
  if (!isKubernetesObject(value)) {
    log.found();
    log.error({
      document: number,
      line: document.line,
      message:
        'An object of Kubernetes has "apiVersion" and "kind"; this document has not',
    });
    return [];
  }
  return flattenList(value).flatMap(({ value: object, path }) => {
    log.found();
    if (!isKubernetesObject(object)) {
      log.error({
        document: number,
        line: document.lineOf(path),
        path: path.join('.'),
        message: 'This item of a list has no "apiVersion" and "kind"',
      });
      return [];
    }
    const parts = partsOf(object);
    if (parts.preserved?.[KUBERNETES_BAG]) log.preserved(1);
    const { name, namespace } = nameOf(object);
    return [
      {
        id: ids.of([object.kind, namespace, name]),
        annotation: false,
        ...log.taken(object.apiVersion, object.kind),
        ...parts,
      },
    ];
  });
}
