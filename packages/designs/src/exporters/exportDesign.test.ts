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
import { parse, parseAllDocuments } from 'yaml';
import { importText } from '../importers/importDesign';
import { mendBlankKeys } from '../importers/meshery/blankKeys';
import { designSchema, type Design } from '../model/design';
import { objectOf } from '../objects/kubernetesObject';
import { exportDesign } from './exportDesign';
import { exportFormats } from './Exporter';

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const body = fc.dictionary(
  fc.string({ minLength: 1 }).filter(key => key !== '__proto__'),
  fc.jsonValue({ maxDepth: 3 }),
  { maxKeys: 4 },
) as fc.Arbitrary<Record<string, unknown>>;
const design: fc.Arbitrary<Design> = fc
  .uniqueArray(
    fc.record({
      id: label,
      kind: fc.constantFrom('Service', 'Deployment', 'Namespace', 'Gateway'),
      data: body,
      x: fc.integer(),
    }),
    { selector: one => one.id, minLength: 1, maxLength: 5 },
  )
  .map(all =>
    designSchema.parse({
      name: 'generated',
      components: all.map(({ id, kind, data, x }) => ({
        id,
        kind,
        apiVersion: 'example.org/v1',
        title: id,
        configuration: { metadata: { name: id }, data },
        layout: { x, y: 0 },
      })),
      relationships: [
        {
          id: 'r',
          kind: 'edge',
          type: 'non-binding',
          subType: 'network',
          from: all[0].id,
          to: all[all.length - 1].id,
          origin: 'user',
          explanation: 'because',
        },
      ],
    }),
  );

const nameIn = (object: Record<string, unknown>) =>
  (object.metadata as { name: string }).name;
const objects = ({ components }: Design) =>
  components.map(objectOf).sort((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1));
const contentOf = (...args: Parameters<typeof exportDesign>) =>
  exportDesign(...args).files[0].content;

describe('exportDesign', () => {
  it.each([
    'meshplane',
    'kubernetes',
    'meshery-design-v1beta1',
    'meshery-design-v1beta3',
    'meshery-pattern-v1alpha2',
  ] as const)('keeps all objects in %s, whatever they hold', format => {
    fc.assert(
      fc.property(design, one => {
        const { design: again, errors } = importText(contentOf(one, format));
        expect(errors).toEqual([]);
        // Keys such as `match Labels` are mended in whatever claims to be of Meshery.
        const { value } = mendBlankKeys(objects(one));
        expect(objects(again!)).toEqual(
          format.startsWith('meshery') ? value : objects(one),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('gives back designs of Meshery that it wrote, with places and relationships', () => {
    fc.assert(
      fc.property(design, one => {
        const text = contentOf(one, 'meshery-design-v1beta3');
        const again = importText(text).design!;
        expect(parse(contentOf(again, 'meshery-design-v1beta3'))).toEqual(
          mendBlankKeys(parse(text)).value,
        );
        expect(again.components.map(({ layout }) => layout)).toEqual(
          one.components
            .toSorted((a, b) => (a.id < b.id ? -1 : 1))
            .map(({ layout }) => layout),
        );
        expect(again.relationships[0]).toMatchObject({
          kind: 'edge',
          subType: 'network',
          explanation: 'because',
        });
      }),
      { numRuns: 40 },
    );
  });

  it.each(exportFormats)('gives the same bytes for %s in any order', format => {
    fc.assert(
      fc.property(design, one => {
        const turned = { ...one, components: one.components.toReversed() };
        expect(exportDesign(turned, format)).toEqual(exportDesign(one, format));
      }),
      { numRuns: 20 },
    );
  });

  it('writes what comes first first', () => {
    const manifests = contentOf(
      designSchema.parse({
        name: 'shop',
        components: [
          ['apps/v1', 'Deployment'],
          ['v1', 'Service'],
          ['v1', 'ConfigMap'],
          ['v1', 'Namespace'],
          ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
        ].map(([apiVersion, kind]) => ({
          id: kind.toLowerCase(),
          apiVersion,
          kind,
          configuration: { metadata: { name: 'x' } },
        })),
      }),
      'kubernetes',
    );
    expect(
      parseAllDocuments(manifests).map(document => document.get('kind')),
    ).toEqual([
      'CustomResourceDefinition',
      'Namespace',
      'ConfigMap',
      'Service',
      'Deployment',
    ]);
  });

  it('quotes what older readers of YAML would take for something else', () => {
    const text = contentOf(
      designSchema.parse({
        name: 'x',
        components: [
          {
            id: 'c',
            apiVersion: 'v1',
            kind: 'ConfigMap',
            configuration: {
              metadata: { name: 'c' },
              data: { a: 'yes', b: '0777', c: '1_000', d: 'off' },
            },
          },
        ],
      }),
      'kubernetes',
    );
    expect(parse(text, { version: '1.1' })).toMatchObject({
      data: { a: 'yes', b: '0777', c: '1_000', d: 'off' },
    });
  });

  it('says what is not written, and why', () => {
    const { warnings } = exportDesign(
      designSchema.parse({
        name: 'x',
        components: [
          { id: 'box', apiVersion: 'v1', kind: 'Rectangle', annotation: true },
          { id: 'nameless', apiVersion: 'v1', kind: 'Pod' },
        ],
      }),
      'kubernetes',
    );
    expect(warnings).toEqual([
      '1 component is a drawing and not written',
      'The component "nameless" has no name and is not written',
    ]);
  });
});

describe('a changed design of Meshery', () => {
  it('is what it was, but for the change', () => {
    const raw = {
      schemaVersion: 'designs.meshery.io/v1beta1',
      name: 'two',
      version: '0.0.5',
      components: [
        {
          id: '5b0c6c1e-0002-4a11-8a11-000000000002',
          displayName: 'shop',
          component: { version: 'v1', kind: 'Namespace', schema: '' },
          configuration: {},
          styles: { position: { x: 1, y: 2 }, 'border-width': 2 },
          capabilities: [{ key: 'kept' }],
        },
      ],
      relationships: [],
    };
    const read = importText(JSON.stringify(raw)).design!;
    const [component] = read.components;
    const moved = {
      ...read,
      components: [{ ...component, layout: { x: 7, y: 2 } }],
    };
    expect(parse(contentOf(read, 'meshery-design-v1beta1'))).toEqual(raw);
    expect(parse(contentOf(moved, 'meshery-design-v1beta1'))).toEqual({
      ...raw,
      components: [
        {
          ...raw.components[0],
          styles: { position: { x: 7, y: 2 }, 'border-width': 2 },
        },
      ],
    });
  });
});

describe('a design of Meshery in a later generation', () => {
  it('keeps what it carries under the new names, and leaves alone what users wrote', () => {
    const id = '5b0c6c1e-0002-4a11-8a11-000000000002';
    const { design: old } = importText(
      JSON.stringify({
        schemaVersion: 'designs.meshery.io/v1beta1',
        name: 'old',
        version: '0.0.5',
        components: [
          {
            id,
            displayName: 'shop',
            component: { version: 'v1', kind: 'ConfigMap', schema: '{}' },
            model: {
              name: 'kubernetes',
              components_count: 4,
              model: { version: 'v1.25.2' },
              registrant: { kind: 'artifacthub', sub_type: 'x' },
            },
            configuration: { data: { 'border-width': 1, sub_type: 2 } },
            styles: { position: { x: 1, y: 2 }, 'border-width': 2 },
            capabilities: [{ key: 'kept' }],
          },
        ],
      }),
    );
    const { files, warnings } = exportDesign(old!, 'meshery-design-v1beta3');
    expect(warnings).toEqual([]);
    expect(parse(files[0].content)).toMatchObject({
      schemaVersion: 'designs.meshery.io/v1beta3',
      components: [
        {
          id,
          component: { version: 'v1', kind: 'ConfigMap', schema: '{}' },
          model: {
            componentsCount: 4,
            model: { version: 'v1.25.2' },
            registrant: { kind: 'artifacthub', subType: 'x' },
          },
          configuration: { data: { 'border-width': 1, sub_type: 2 } },
          styles: { position: { x: 1, y: 2 }, borderWidth: 2 },
          capabilities: [{ key: 'kept' }],
        },
      ],
    });
  });
});
