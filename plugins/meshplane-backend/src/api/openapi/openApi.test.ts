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

import { readFileSync } from 'node:fs';
import { allRoutes } from '../routes';
import { buildOpenApi } from './buildOpenApi';
import { openApiPath, openApiText } from './openApiFile';

type Json = Record<string, any>;

describe('the OpenAPI document', () => {
  const document = buildOpenApi(allRoutes) as Json;

  it('is committed as it is generated (update it with "npm run openapi -w plugins/meshplane-backend")', () => {
    expect(readFileSync(openApiPath(), 'utf8')).toBe(openApiText());
  });

  it('describes every route with its permission, its parameters and its answer', () => {
    for (const route of allRoutes) {
      const operation = document.paths[route.path][route.method];
      expect(operation.operationId).toBe(route.operationId);
      expect(operation.description).toContain(route.permission.name);
      for (const [, name] of route.path.matchAll(/\{(\w+)\}/g))
        expect(operation.parameters).toContainEqual(
          expect.objectContaining({ name, in: 'path', required: true }),
        );
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['200', '401', '403']),
      );
    }
    expect(
      document.paths['/clusters/{cluster}/coverage'].get.parameters,
    ).toContainEqual(
      expect.objectContaining({ name: 'state', in: 'query', required: false }),
    );
  });

  it('describes bodies as a caller writes them: what has a default may be left out', () => {
    const { requestBody } = document.paths['/operations'].post;
    const { schema } = requestBody.content['application/json'];
    expect(requestBody.required).toBe(true);
    const [install] = schema.oneOf;
    expect(install.properties.kind.const).toBe('mesh.install');
    expect(install.required).toEqual(['kind', 'input', 'clusters']);
    expect(
      document.paths['/operations/{operation}/cancel'].post.requestBody
        .required,
    ).toBe(false);
    expect(document.paths['/operations'].get.requestBody).toBeUndefined();
  });

  it('has a component for every reference', () => {
    const references = [
      ...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g),
    ];
    expect(references.length).toBeGreaterThan(20);
    for (const [, reference] of references) {
      const [, name] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? [];
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
    expect(
      document.components.schemas.ClusterSummary.properties,
    ).toHaveProperty('health');
  });
});
