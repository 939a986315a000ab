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

import { checkDesign } from '../model/readDesign';
import { isDictionary, type Importer } from './Importer';

/** Designs in the format of this project. */
export const nativeImporter: Importer = {
  format: 'meshplane-design',
  recognises: ({ documents }) =>
    documents.some(
      ({ value }) =>
        isDictionary(value) &&
        typeof value.format === 'string' &&
        value.format.startsWith('meshplane.io/design/'),
    ),
  read({ documents }, log) {
    if (documents.length !== 1) {
      log.error({
        message: `A design is one document, not ${documents.length}`,
      });
      return undefined;
    }
    const { design, errors } = checkDesign(documents[0]);
    errors.forEach(error => log.error(error));
    design?.components.forEach(({ apiVersion, kind }) => {
      log.found();
      log.taken(apiVersion, kind);
    });
    return design;
  },
};
