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

import { NotFoundError } from '@backstage/errors';
import { explainError } from './explainError';

describe('explainError', () => {
  it("prefers the server's own message and knows what to do about its status", () => {
    const error = Object.assign(new Error('Request failed with 403'), {
      statusCode: 403,
      cause: new Error('Needs meshplane.mesh.read for cluster "prod"'),
    });
    const explained = explainError(error);
    expect(explained.why).toBe('Needs meshplane.mesh.read for cluster "prod"');
    expect(explained.remedy).toContain('permission');
    expect(explained.status).toBe(403);
  });

  it('knows errors by their name', () => {
    expect(explainError(new NotFoundError('No mesh "x"')).status).toBe(404);
  });

  it('tells a backend that cannot be reached from one that refuses', () => {
    expect(explainError(new TypeError('Failed to fetch')).why).toContain(
      "The portal's backend cannot be reached",
    );
  });
});
