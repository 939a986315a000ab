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
  childrenAt,
  countFields,
  listFields,
  resolve,
  searchFields,
  type Schema,
} from './schemaTree';

const schema: Schema = {
  $ref: '#/$defs/values',
  $defs: {
    values: {
      type: 'object',
      properties: {
        replicas: { type: 'integer', description: 'Pods of the control plane' },
        env: { type: 'object', description: 'Any variables' },
        hosts: { type: 'array', items: { type: 'string' } },
        tolerations: { type: 'array', items: { type: 'object' } },
        proxy: {
          type: ['object', 'null'],
          properties: {
            cpu: { type: 'string' },
            level: { enum: ['debug', 'info'] },
          },
        },
        tree: { $ref: '#/$defs/tree' },
        lost: { $ref: '#/$defs/nowhere' },
      },
    },
    tree: {
      type: 'object',
      properties: { next: { $ref: '#/$defs/tree' }, name: { type: 'string' } },
    },
  },
};

describe('schema of values', () => {
  it('sorts nodes by how they can be edited', () => {
    expect(
      childrenAt(schema, []).map(({ name, kind }) => `${name}: ${kind}`),
    ).toEqual([
      'replicas: field',
      'env: free',
      'hosts: field',
      'tolerations: free',
      'proxy: group',
      'tree: group',
      'lost: free',
    ]);
    expect(childrenAt(schema, ['proxy']).map(child => child.name)).toEqual([
      'cpu',
      'level',
    ]);
  });

  it('comes to an end with recursive schemas and circular references', () => {
    expect(countFields(resolve(schema, schema), schema)).toBeGreaterThan(10);
    expect(listFields(schema).length).toBeLessThan(100);
    const circle: Schema = {
      $ref: '#/$defs/a',
      $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
    };
    expect(resolve(circle, circle)).toEqual({});
  });

  it('finds fields by words of path and description, names first', () => {
    const entries = listFields(schema);
    expect(searchFields(entries, 'proxy cpu').map(item => item.label)).toEqual([
      'proxy.cpu',
    ]);
    expect(searchFields(entries, 'control')[0].label).toBe('replicas');
    expect(searchFields(entries, ' ')).toEqual([]);
  });
});
