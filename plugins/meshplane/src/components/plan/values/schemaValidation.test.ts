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

import { validateValues } from './schemaValidation';

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    pilot: {
      type: 'object',
      additionalProperties: false,
      properties: {
        replicas: { type: 'integer', minimum: 1 },
        env: {
          type: 'array',
          items: { type: 'object', properties: { name: { type: 'string' } } },
        },
        level: { enum: ['debug', 'info'] },
      },
    },
  },
};

describe('checking values against a schema', () => {
  it('names the path of each problem', () => {
    const { problems } = validateValues(schema, {
      pilot: {
        replicas: 'two',
        env: [{ name: 1 }],
        level: 'loud',
        other: true,
      },
    });
    expect(
      problems.map(problem => `${problem.label} ${problem.message}`).sort(),
    ).toEqual([
      'pilot.env[0].name must be string',
      'pilot.level must be one of debug, info',
      'pilot.other is not known to this chart',
      'pilot.replicas must be integer',
    ]);
  });

  it('says when a schema cannot be used here', () => {
    expect(validateValues({ type: 'nonsense' }, {}).unusable).toEqual(
      expect.any(String),
    );
  });
});
