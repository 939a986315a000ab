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

import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { allRoutes } from '../routes';
import { buildOpenApi } from './buildOpenApi';

/** Where the document is kept for readers and for generators of clients. */
export function openApiPath() {
  return join(
    dirname(require.resolve('@meshplane/plugin-meshplane-common/package.json')),
    'openapi.yaml',
  );
}

/** The document as it has to stand in that file. */
export function openApiText() {
  const text = stringify(JSON.parse(JSON.stringify(buildOpenApi(allRoutes))), {
    aliasDuplicateObjects: false,
    lineWidth: 0,
    singleQuote: true,
  });
  return `# Generated from the schemas by "npm run openapi -w plugins/meshplane-backend". Do not edit.\n${text}`;
}
