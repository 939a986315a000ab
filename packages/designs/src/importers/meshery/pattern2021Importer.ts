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

import {
  isDictionary,
  type Dictionary,
  type Importer,
  type ImportSource,
} from '../Importer';
import { isPattern, readServices } from './patternImporter';

/** The patterns of 2021: `pattern-id` and `service-mesh`, soon after a map of services whose types end in a model. */
export const pattern2021Importer: Importer = {
  format: 'meshery-pattern-2021',
  recognises: source => isFirstForm(source) || isSecondForm(source),
  read: (source, log) => {
    const pattern = source.documents[0].value as Dictionary;
    const first = isFirstForm(source);
    const key = first ? 'service-mesh' : 'services';
    return readServices(source, log, {
      services: pattern[key] as Dictionary,
      path: [key],
      name: first ? pattern['pattern-name'] : pattern.name,
      generation: '2021',
    });
  },
};

function isFirstForm({ documents }: ImportSource): boolean {
  const { value } = documents[0];
  return (
    documents.length === 1 &&
    isDictionary(value) &&
    'pattern-name' in value &&
    isDictionary(value['service-mesh'])
  );
}

/** No service says a version of an API, which later patterns always do. */
function isSecondForm(source: ImportSource): boolean {
  if (!isPattern(source)) return false;
  const { services } = source.documents[0].value as { services: Dictionary };
  const all = Object.values(services) as Dictionary[];
  return all.length > 0 && all.every(service => !('apiVersion' in service));
}
