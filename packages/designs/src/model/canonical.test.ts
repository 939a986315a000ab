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

import fc from 'fast-check';
import { writeDesign } from './canonical';
import { designSchema, type DesignInput } from './design';
import { readDesign } from './readDesign';

const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const component = fc.record({
  id,
  apiVersion: fc.constantFrom('v1', 'apps/v1'),
  kind: fc.constantFrom('Service', 'Deployment'),
  configuration: fc.dictionary(
    fc.string(),
    fc.jsonValue({ maxDepth: 3 }),
  ) as fc.Arbitrary<Record<string, unknown>>,
  annotation: fc.boolean(),
  note: fc.option(fc.string(), { nil: undefined }),
});
const design = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 20 }),
    labels: fc.dictionary(id, fc.string()),
    components: fc.uniqueArray(component, {
      selector: one => one.id,
      maxLength: 6,
    }),
  })
  .map(input => designSchema.parse(input satisfies DesignInput));

describe('the canonical form', () => {
  it('is read back to the same bytes, whatever a design holds', () => {
    fc.assert(
      fc.property(design, one => {
        const text = writeDesign(one);
        const again = readDesign(text);
        expect(again.errors).toEqual([]);
        expect(writeDesign(again.design!)).toBe(text);
      }),
    );
  });

  it('does not depend on the order of components', () => {
    fc.assert(
      fc.property(design, one => {
        const turned = { ...one, components: [...one.components].reverse() };
        expect(writeDesign(turned)).toBe(writeDesign(one));
      }),
    );
  });

  it('reads as a person would write it', () => {
    expect(
      writeDesign(
        designSchema.parse({
          components: [
            {
              kind: 'ConfigMap',
              id: 'settings',
              configuration: { data: { text: 'one\ntwo\n' } },
              apiVersion: 'v1',
            },
          ],
          name: 'shop',
        }),
      ),
    ).toBe(`format: meshplane.io/design/v1
name: shop
components:
  - id: settings
    apiVersion: v1
    kind: ConfigMap
    configuration:
      data:
        text: |
          one
          two
`);
  });
});

describe('readDesign', () => {
  it.each([
    [
      'an unknown status',
      'relationships:\n  - { id: r, kind: edge, type: a, subType: b, from: x, to: x, origin: user, status: gone }',
      4,
    ],
    [
      'an id twice',
      'components:\n  - { id: x, apiVersion: v1, kind: Pod }\n  - { id: x, apiVersion: v1, kind: Pod }',
      5,
    ],
    [
      'a relationship to nothing',
      'components:\n  - { id: x, apiVersion: v1, kind: Pod }\nrelationships:\n  - { id: r, kind: edge, type: a, subType: b, from: x, to: y, origin: user }',
      6,
    ],
  ])('refuses %s with its line', (_, body, line) => {
    const { design: none, errors } = readDesign(
      `format: meshplane.io/design/v1\nname: x\n${body}\n`,
    );
    expect(none).toBeUndefined();
    expect(errors[0].line).toBe(line);
  });
});
