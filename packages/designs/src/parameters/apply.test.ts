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

import { designSchema, type DesignInput } from '../model/design';
import { applyEnvironment } from './applyEnvironment';
import { applyParameters } from './applyParameters';

const shop: DesignInput = {
  name: 'shop',
  components: [
    { id: 'ns', apiVersion: 'v1', kind: 'Namespace' },
    {
      id: 'web',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      configuration: {
        metadata: { name: 'web', namespace: 'shop' },
        spec: { replicas: 1, template: { spec: { containers: [{}] } } },
      },
    },
    {
      id: 'debug',
      apiVersion: 'v1',
      kind: 'Pod',
      configuration: { metadata: { name: 'debug' } },
    },
  ],
  relationships: [
    {
      id: 'r',
      kind: 'edge',
      type: 'non-binding',
      subType: 'network',
      from: 'debug',
      to: 'web',
      origin: 'user',
    },
  ],
  parameters: [
    {
      name: 'replicas',
      schema: { type: 'integer', minimum: 1 },
      default: 2,
      targets: [{ component: 'web', path: ['spec', 'replicas'] }],
    },
    {
      name: 'image',
      targets: [
        {
          component: 'web',
          path: ['spec', 'template', 'spec', 'containers', 0, 'image'],
        },
      ],
    },
  ],
  environments: [
    {
      name: 'production',
      namespace: 'prod',
      parameters: { replicas: 5 },
      without: ['debug'],
      patches: [
        {
          component: 'web',
          operations: [{ op: 'add', path: '/spec/paused', value: false }],
        },
      ],
    },
    {
      name: 'broken',
      patches: [
        {
          component: 'web',
          operations: [{ op: 'remove', path: '/spec/strategy' }],
        },
      ],
    },
  ],
};
const design = designSchema.parse(shop);
const configuration = (of: typeof design | undefined, id: string) =>
  of?.components.find(one => one.id === id)?.configuration;

describe('applyParameters', () => {
  it('sets values and defaults at their targets, and leaves the rest as it is', () => {
    const { design: applied } = applyParameters(design, { image: 'web:2' });
    expect(configuration(applied, 'web')).toMatchObject({
      spec: {
        replicas: 2,
        template: { spec: { containers: [{ image: 'web:2' }] } },
      },
    });
    expect(configuration(design, 'web')).toMatchObject({
      spec: { replicas: 1 },
    });
    expect(applyParameters(applied!).design).toEqual(applied);
  });

  it.each([
    [{ replica: 3 }, 'The design has no parameter "replica"'],
    [{ replicas: 0 }, 'The value 0 of the parameter "replicas" must be >= 1'],
    [{ replicas: 'two' }, 'must be integer'],
  ])('refuses %j', (values, message) => {
    const { design: none, errors } = applyParameters(design, values);
    expect(none).toBeUndefined();
    expect(errors[0].message).toContain(message);
  });
});

describe('applyEnvironment', () => {
  it('gives the design as it is there', () => {
    const there = applyEnvironment(design, 'production').design!;
    expect(there.components.map(({ id }) => id)).toEqual(['ns', 'web']);
    expect(there.relationships).toEqual([]);
    expect(configuration(there, 'ns')).toEqual({});
    expect(configuration(applyParameters(there).design, 'web')).toMatchObject({
      metadata: { name: 'web', namespace: 'prod' },
      spec: { replicas: 5, paused: false },
    });
  });

  it('says which step of which environment does not fit', () => {
    expect(applyEnvironment(design, 'broken').errors).toEqual([
      {
        path: 'web',
        message:
          'The environment "broken" cannot patch the component "web": Step 1 (remove "/spec/strategy"): there is no "strategy"',
      },
    ]);
  });

  it('names the environments that there are', () => {
    expect(applyEnvironment(design, 'staging').errors[0].message).toBe(
      'The design has no environment "staging"; it has "production", "broken"',
    );
  });
});
