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
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { readChart } from '../store/readChart';
import { formOf } from './formSchema';
import { inferSchema } from './inferSchema';
import { effectiveValues, mergeOverrides } from './merge';
import { parseValues } from './parseValues';
import { findSecrets } from './secrets';
import { validateValues } from './validateValues';

/** Takes a second or two, but not while everything else runs as well. */
jest.setTimeout(60_000);

const values = fc
  .dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
  .map(object => JSON.parse(JSON.stringify(object)) as Record<string, unknown>);

describe('parseValues', () => {
  it('reads a map, or nothing', () => {
    expect(parseValues('a: {b: 1}\n')).toEqual({ a: { b: 1 } });
    for (const text of ['', '# only a comment\n', '---\n', 'null']) {
      expect(parseValues(text)).toEqual({});
    }
  });

  it.each([
    ['a: 1\nb: [1, 2\nc: 3\n', /^The values are not YAML: line 3, column 1: /],
    ['a: 1\n\tb: 2\n', /line 2, column 1: /],
    ['a: 1\na: 2\n', /line 2, column 1: Map keys must be unique/],
    ['- 1\n', /have to be a map in line 1, column 1/],
    ['a: 1\n---\nb: 2\n', /have a second document in line \d, column 1/],
    ['a: *nowhere\n', /^The values are not (usable )?YAML: .*nowhere/],
    [`a: "${'x'.repeat(1024 * 1024)}"`, /longer than the limit/],
  ])('says where the mistake is (%#)', (text, message) => {
    expect(() => parseValues(text)).toThrow(message);
  });
});

describe('mergeOverrides and effectiveValues', () => {
  it('merges maps by key and all else as a whole', () => {
    expect(
      mergeOverrides(
        { a: { b: 1, c: [1, 2] }, d: 1 },
        { a: { c: [3] }, d: { e: 1 } },
      ),
    ).toEqual({ a: { b: 1, c: [3] }, d: { e: 1 } });
  });

  it('takes away what is null on top, but not nulls of the chart', () => {
    const defaults = { a: { b: 1, c: null }, d: 1 };
    const overrides = mergeOverrides(
      { a: { b: 2 } },
      { a: { b: null }, d: null },
    );
    expect(overrides).toEqual({ a: { b: null }, d: null });
    expect(effectiveValues(defaults, overrides)).toEqual({ a: { c: null } });
  });

  it('has a neutral layer, and is repeatable', () => {
    fc.assert(
      fc.property(values, a => {
        expect(mergeOverrides(a, {})).toEqual(a);
        expect(mergeOverrides({}, a)).toEqual(a);
        expect(mergeOverrides(a, a)).toEqual(a);
      }),
    );
  });

  // Where a map meets something else, what lies below is gone for good, so the order of merging counts.
  it('is associative for layers that agree on what is a map', () => {
    const leaves = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(fc.integer(), fc.constant(null), fc.array(fc.integer())),
    );
    const layers = fc.record(
      { leaf: fc.integer(), map: leaves, other: leaves },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(layers, layers, layers, (a, b, c) => {
        expect(mergeOverrides(mergeOverrides(a, b), c)).toEqual(
          mergeOverrides(a, mergeOverrides(b, c)),
        );
      }),
    );
  });

  it('is not fooled by names of JavaScript', () => {
    const evil = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"x":1}}',
    );
    const merged = mergeOverrides({ a: 1 }, evil);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(merged)).toEqual(['a', '__proto__', 'constructor']);
    expect(effectiveValues({}, { toString: null })).toEqual({});
  });
});

describe('validateValues', () => {
  const schema = {
    $schema: 'http://json-schema.org/schema#',
    type: 'object',
    additionalProperties: false,
    required: ['name'],
    properties: {
      name: { type: 'string' },
      token: { type: 'integer' },
      kind: { enum: ['Deployment', 'DaemonSet'] },
      pilot: {
        type: 'object',
        properties: {
          replicas: { type: 'integer', minimum: 1 },
          'my.list': { type: 'array', items: { type: 'string' } },
        },
      },
    },
  };

  it('names the path and the value', () => {
    const { problems } = validateValues(schema, {
      pilot: { replicas: 'three', 'my.list': ['a', 1] },
      kind: 'Pod',
      more: true,
    });
    expect(problems).toEqual([
      { path: 'name', message: '"name" is missing' },
      { path: 'more', message: '"more" is not a value of this chart' },
      {
        path: 'kind',
        message:
          '"kind" must be equal to one of the allowed values: "Deployment", "DaemonSet", but is "Pod"',
      },
      {
        path: 'pilot.replicas',
        message: '"pilot.replicas" must be integer, but is "three"',
      },
      {
        path: 'pilot."my.list"[1]',
        message: '"pilot."my.list"[1]" must be string, but is 1',
      },
    ]);
    expect(validateValues(schema, { name: 'a' })).toEqual({ problems: [] });
  });

  it('does not repeat a secret', () => {
    const { problems } = validateValues(schema, {
      name: 'a',
      token: 'very-secret',
    });
    expect(problems).toEqual([
      {
        path: 'token',
        message: '"token" must be integer, but is another value',
      },
    ]);
  });

  it('knows later drafts', () => {
    const later = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { a: { prefixItems: [{ type: 'string' }] } },
      unevaluatedProperties: false,
    };
    expect(
      validateValues(later, { a: [1], b: 1 }).problems.map(p => p.path),
    ).toEqual(['a[0]', 'b']);
    expect(
      validateValues(
        {
          $schema: 'https://json-schema.org/draft/2019-09/schema',
          dependentRequired: { a: ['b'] },
        },
        { a: 1 },
      ).problems,
    ).toHaveLength(1);
  });

  it('says when a schema cannot be used', () => {
    expect(
      validateValues({ $ref: 'https://example.com/other.json' }, {}),
    ).toEqual({
      problems: [],
      unusable: expect.stringContaining(
        `can't resolve reference https://example.com/other.json`,
      ),
    });
  });
});

describe('findSecrets', () => {
  it('finds literals by key and by form, and says where', () => {
    const found = findSecrets({
      global: {
        password: 'hunter2',
        acls: {
          bootstrapToken: 'abc',
          replicationToken: { secretName: 'x', secretKey: 'token' },
        },
        gossipEncryption: { secretName: 'gossip', secretKey: 'key' },
        tls: { caKey: { secretName: null, secretKey: null } },
      },
      identity: {
        issuer: {
          tls: {
            keyPEM: '-----BEGIN EC PRIVATE KEY-----\nx',
            crtPEM: 'public',
          },
        },
      },
      env: [{ name: 'A', value: 'eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.x' }],
      imagePullSecrets: ['regcred'],
      secretName: 'x',
      tokenPath: '/var/run/token',
      enableToken: true,
      apiKey: '',
      url: 'postgres://u:p@host/db',
      jwtPolicy: 'third-party-jwt',
      aws: { secretKey: 'abc' },
    });
    expect(found.map(f => f.path)).toEqual([
      'global.password',
      'global.acls.bootstrapToken',
      'identity.issuer.tls.keyPEM',
      'env[0].value',
      'url',
      'aws.secretKey',
    ]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});

describe('inferSchema', () => {
  it('takes types, defaults and comments', () => {
    expect(
      inferSchema(`# A licence that belongs to nothing.

# -- How many.
replicas: 3
rate: 0.5 # per second
pilot:
  # The first of them.
  # @type: string
  image: pilot
  # ---- a line ----
  args: [a, b]
  affinity: {}
name: null
mixed: [1, a]
`),
    ).toEqual({
      type: 'object',
      properties: {
        replicas: { type: 'integer', default: 3, description: 'How many.' },
        rate: { type: 'number', default: 0.5, description: 'per second' },
        pilot: {
          type: 'object',
          properties: {
            image: {
              type: 'string',
              default: 'pilot',
              description: 'The first of them.',
            },
            args: {
              type: 'array',
              items: { type: 'string' },
              default: ['a', 'b'],
              description: '---- a line ----',
            },
            affinity: { type: 'object', default: {} },
          },
        },
        name: {},
        mixed: { type: 'array', default: [1, 'a'] },
      },
    });
  });

  it('looks through the wrapper that Istio needs', () => {
    expect(
      inferSchema('_internal_defaults_do_not_set:\n  hub: x\nother: 1\n')
        .properties,
    ).toEqual({
      hub: { type: 'string', default: 'x' },
      other: { type: 'integer', default: 1 },
    });
  });

  it('stops at a depth and a number', () => {
    const deep = `${'{a: '.repeat(50)}1${'}'.repeat(50)}`;
    expect(JSON.stringify(inferSchema(deep)).match(/"a"/g)).toHaveLength(8);
    const wide = Array.from({ length: 4000 }, (_, i) => `k${i}: 1\n`).join('');
    expect(Object.keys(inferSchema(wide).properties ?? {})).toHaveLength(3000);
    expect(inferSchema('')).toEqual({ type: 'object', properties: {} });
  });
});

describe('formOf', () => {
  it('resolves references and adds what the chart says elsewhere', () => {
    const { source, schema } = formOf({
      metadata: {
        name: 'a',
        version: '1.0.0',
        deprecated: false,
        dependencies: [],
      },
      crds: [],
      values: '# How it runs.\nkind: Deployment\n',
      valuesSchema: {
        $ref: '#/$defs/values',
        $defs: {
          values: {
            type: 'object',
            properties: {
              _internal: { type: 'object' },
              kind: { $ref: '#/$defs/kind' },
              self: { $ref: '#/$defs/values' },
            },
          },
          kind: { enum: ['Deployment', 'DaemonSet'] },
        },
      },
    });
    expect(source).toBe('chart');
    expect(Object.keys(schema.properties ?? {})).toEqual(['kind', 'self']);
    expect(schema.properties?.kind).toEqual({
      enum: ['Deployment', 'DaemonSet'],
      description: 'How it runs.',
      default: 'Deployment',
    });
    expect(JSON.stringify(schema).length).toBeLessThan(10_000);
  });

  /** Charts of upstream; not part of this repository. Where they are, they lie beside it. */
  const charts = resolve(__dirname, '../../../../../../shared/charts');
  const names = existsSync(charts)
    ? readdirSync(charts).filter(name => name.endsWith('.tgz'))
    : [];
  it(`makes a form of the charts of upstream, whose own values are valid (${names.length} beside the repository)`, async () => {
    for (const name of names) {
      const chart = await readChart(resolve(charts, name), name);
      const { schema } = formOf(chart);
      expect([name, typeof schema.properties]).toEqual([name, 'object']);
      const check = validateValues(
        chart.valuesSchema ?? {},
        parse(chart.values),
      );
      expect([name, check]).toEqual([name, { problems: [] }]);
    }
  });
});
