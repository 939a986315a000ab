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

import { createMockDirectory } from '@backstage/backend-test-utils';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  archive,
  type ArchiveEntry,
  chartArchive,
} from '../__testUtils__/chartArchive';
import { CHART_LIMITS } from './readArchive';
import { readChart } from './readChart';

/** Takes a second or two, but not while everything else runs as well. */
jest.setTimeout(60_000);

/** Charts of upstream; not part of this repository. Where they are, they lie beside it. */
const CHARTS = resolve(__dirname, '../../../../../../shared/charts');

describe('readChart', () => {
  const folder = createMockDirectory();

  function read(bytes: Buffer, limits = CHART_LIMITS) {
    const path = folder.resolve('chart.tgz');
    writeFileSync(path, bytes);
    return readChart(path, 'chart "web"', limits);
  }

  it('reads metadata, values, schema, dependencies and CRDs, those of subcharts too', async () => {
    const inner = chartArchive('inner', '1.0.0', { 'crds/b.yaml': 'b' });
    const chart = await read(
      archive({
        'web/Chart.yaml':
          'apiVersion: v2\nname: web\nversion: 1.2.3\nappVersion: 7\nkubeVersion: ">=1.30"\ndependencies:\n- {name: db, version: 1.x, repository: "https://e.com", condition: db.enabled}\n',
        'web/values.yaml': 'a: 1 # one\n',
        'web/values.schema.json': '{"type":"object"}',
        'web/crds/a.yaml': 'a',
        'web/templates/crds/not.yaml': 'no',
        'web/charts/sub/crds/c.yaml': 'c',
        'web/charts/sub/Chart.yaml': 'name: sub',
        'web/charts/inner-1.0.0.tgz': inner,
        'web/README.md': '# Web',
      }),
    );
    expect(chart).toEqual({
      metadata: {
        name: 'web',
        version: '1.2.3',
        appVersion: '7',
        kubeVersion: '>=1.30',
        deprecated: false,
        dependencies: [
          {
            name: 'db',
            version: '1.x',
            repository: 'https://e.com',
            condition: 'db.enabled',
          },
        ],
      },
      values: 'a: 1 # one\n',
      valuesSchema: { type: 'object' },
      readme: '# Web',
      crds: [
        { path: 'web/charts/inner-1.0.0.tgz!inner/crds/b.yaml', content: 'b' },
        { path: 'web/charts/sub/crds/c.yaml', content: 'c' },
        { path: 'web/crds/a.yaml', content: 'a' },
      ],
    });
  });

  const base = { 'web/Chart.yaml': 'name: web\nversion: 1.0.0\n' };
  it.each<[string, Record<string, ArchiveEntry>]>([
    ['the path "web/../../x" leads out of it', { 'web/../../x': 'x' }],
    ['the path "/etc/passwd" leads out of it', { '/etc/passwd': 'x' }],
    ['the path "web\\\\..\\\\x" leads out of it', { 'web\\..\\x': 'x' }],
    [
      '"web/link" is a SymbolicLink, not a file',
      { 'web/link': { type: 'SymbolicLink', linkpath: '/etc/passwd' } },
    ],
    [
      '"web/link" is a Link, not a file',
      { 'web/link': { type: 'Link', linkpath: 'web/Chart.yaml' } },
    ],
    [
      '"web/dev" is a CharacterDevice',
      { 'web/dev': { type: 'CharacterDevice' } },
    ],
  ])('refuses an archive where %s', async (message, entries) => {
    await expect(read(archive({ ...base, ...entries }))).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(
        `The archive of chart "web" is refused: ${message.replace(
          /\\\\/g,
          '\\',
        )}`,
      ),
    });
  });

  it('unpacks no more than it may', async () => {
    const zeros = '0'.repeat(300_000);
    const limits = {
      maxTotalBytes: 100_000,
      maxFileBytes: 50_000,
      maxFiles: 10,
    };
    await expect(
      read(archive({ ...base, 'web/files/bomb': zeros }), limits),
    ).rejects.toThrow('unpacked it is larger than 100000 bytes');
    await expect(
      read(
        archive({ ...base, 'web/values.yaml': zeros.slice(0, 60_000) }),
        limits,
      ),
    ).rejects.toThrow('its file "web/values.yaml" is larger than 50000 bytes');
    const many = Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [`web/files/${i}`, 'x']),
    );
    await expect(read(archive({ ...base, ...many }), limits)).rejects.toThrow(
      'it has more than 10 files',
    );
  });

  it.each<[string, Buffer, string]>([
    ['no archive', Buffer.from('hello'), 'it is not a sound ".tgz"'],
    ['text', gzipSync('hello'.repeat(400)), 'it is not a sound ".tgz"'],
    [
      'half an archive',
      archive({ ...base, 'web/values.yaml': 'x'.repeat(5000) }).subarray(0, 90),
      'it is not a sound ".tgz"',
    ],
    ['no chart', archive({ 'web/x': 'y' }), 'has no "Chart.yaml"'],
    ['bad YAML', archive({ 'web/Chart.yaml': 'a: [' }), 'is not YAML'],
    [
      'no version',
      archive({ 'web/Chart.yaml': 'name: web' }),
      '"Chart.yaml" of chart "web": "version"',
    ],
    [
      'a schema that is none',
      archive({ ...base, 'web/values.schema.json': '[]' }),
      'is not a JSON object',
    ],
  ])('says what is wrong with %s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
  });

  const names = existsSync(CHARTS)
    ? readdirSync(CHARTS).filter(name => name.endsWith('.tgz'))
    : [];
  it(`reads the charts of upstream (${names.length} beside the repository)`, async () => {
    for (const name of names) {
      const { metadata } = await readChart(resolve(CHARTS, name), name);
      expect(`${metadata.name}-${metadata.version}.tgz`).toBe(name);
    }
  });
});
