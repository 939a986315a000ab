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

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  applyEnvironment,
  applyParameters,
  designSchema,
  exportDesign,
  renderManifests,
  type Design,
  type ExportFormat,
} from '@meshplane/designs';
import { resolveHelm, resolveKubectl } from '@meshplane/local-cluster';
import { parseAllDocuments } from 'yaml';

/** Charts and overlays that are exported, as the real programs read them: they give what the design itself gives. */
const run = promisify(execFile);

/** Each program takes well under a second, but not while everything else runs as well. */
jest.setTimeout(60_000);

const design = designSchema.parse({
  name: 'shop',
  parameters: [
    {
      name: 'replicas',
      schema: { type: 'integer', minimum: 1 },
      default: 2,
      targets: [{ component: 'web', path: ['spec', 'replicas'] }],
    },
    {
      name: 'image.tag',
      targets: [
        {
          component: 'web',
          path: ['spec', 'template', 'spec', 'containers', 0, 'image'],
        },
      ],
    },
    {
      name: 'config.text',
      default: 'first\nsecond {{ third }}',
      targets: [{ component: 'config', path: ['data', 'text'] }],
    },
  ],
  components: [
    {
      id: 'web',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      configuration: {
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' } },
            spec: {
              containers: [
                { name: 'web', image: 'nginx:1' },
                { name: 'debug', image: 'busybox:1' },
              ],
            },
          },
        },
      },
    },
    {
      id: 'config',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      configuration: {
        metadata: { name: 'config', namespace: 'shop' },
        data: { alert: 'on {{ $labels.host }}', yes: 'on', octal: '0777' },
      },
    },
    {
      id: 'route',
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      configuration: { metadata: { name: 'a.b', namespace: 'shop' }, spec: {} },
    },
  ],
  environments: [
    {
      name: 'production',
      namespace: 'prod',
      parameters: { replicas: 5 },
      without: ['route'],
      patches: [
        {
          component: 'web',
          operations: [
            { op: 'remove', path: '/spec/template/spec/containers/1' },
            { op: 'add', path: '/metadata/labels', value: { 'a/b': 'c' } },
          ],
        },
      ],
    },
    { name: 'staging', parameters: { 'image.tag': 'nginx:2' } },
  ],
});

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meshplane-exports-'));
  for (const format of ['kustomize', 'helm'] as const) await write(format);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(format: ExportFormat) {
  for (const { path, content } of exportDesign(design, format).files) {
    const target = join(folder, format, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

interface Named {
  kind: string;
  metadata: { name: string };
}

const objectsIn = (text: string) =>
  parseAllDocuments(text)
    .map(document => document.toJS() as Named | null)
    .filter((one): one is Named => one !== null)
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));

const expected = (one: Design, values: Record<string, unknown> = {}) =>
  objectsIn(renderManifests(applyParameters(one, values).design!).text);

const helm = async (...args: string[]) => {
  const { stdout } = await run(await resolveHelm(), [
    ...['template', 'shop', join(folder, 'helm'), ...args],
  ]);
  return objectsIn(stdout);
};

describe('an exported chart', () => {
  it('renders what the design says', async () => {
    expect(await helm()).toEqual(expected(design));
  });

  it('takes values, and checks them', async () => {
    expect(
      await helm('--set', 'replicas=3', '--set', 'image.tag=nginx:3'),
    ).toEqual(expected(design, { replicas: 3, 'image.tag': 'nginx:3' }));
    await expect(helm('--set', 'replicas=0')).rejects.toThrow('replicas');
  });

  it('has values for environments', async () => {
    expect(
      await helm('--values', join(folder, 'helm/values-staging.yaml')),
    ).toEqual(expected(applyEnvironment(design, 'staging').design!));
  });
});

describe('an exported base with overlays', () => {
  const build = async (path: string) => {
    const { stdout } = await run(await resolveKubectl(), [
      ...['kustomize', join(folder, 'kustomize', path)],
    ]);
    return objectsIn(stdout);
  };

  it('builds what the design says, in every environment', async () => {
    expect(await build('base')).toEqual(expected(design));
    for (const name of ['production', 'staging']) {
      expect(await build(`overlays/${name}`)).toEqual(
        expected(applyEnvironment(design, name).design!),
      );
    }
  });
});
