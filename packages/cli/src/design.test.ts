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
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { command } from './testing/command';
import { inProcess } from './testing/inProcess';

jest.setTimeout(60_000);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-design-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const MANIFESTS = `apiVersion: v1
kind: Service
metadata: { name: web }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`;
const DESIGN = `format: meshplane.io/design/v1
name: shop
parameters:
  - name: port
    schema: { type: integer }
    default: 80
    targets: [{ component: web, path: [spec, port] }]
components:
  - { id: ns, apiVersion: v1, kind: Namespace, configuration: { metadata: { name: shop } } }
  - { id: web, apiVersion: v1, kind: Service, configuration: { metadata: { name: web }, spec: {} } }
environments:
  - { name: production, namespace: prod, parameters: { port: 443 } }
`;

async function file(name: string, content: string): Promise<string> {
  const target = path.join(folder, name);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, content);
  return target;
}

/** A program that prints its arguments as an object; only the caller's tests, not what it renders, are of interest. */
async function program(name: string, script: string): Promise<string> {
  const target = await file(name, `#!/bin/sh\n${script}\n`);
  await chmod(target, 0o755);
  return target;
}

describe('design import', () => {
  it('prints one JSON object and writes the design', async () => {
    const source = await file('plain/manifests.yaml', MANIFESTS);
    const out = path.join(folder, 'out/design.yaml');
    const { code, stdout } = await command([
      ...['design', 'import', source, '--output', 'json', '--out', out],
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      format: 'kubernetes',
      name: 'manifests',
      objects: 2,
      found: 2,
      opaque: 0,
      preserved: 0,
      stripped: 0,
      errors: [],
      warnings: [],
      file: out,
    });
    expect(parse(await readFile(out, 'utf8'))).toMatchObject({
      format: 'meshplane.io/design/v1',
      components: [{ id: 'namespace/shop' }, { id: 'service/web' }],
    });
  });

  it('reads stdin, and says in which line it is broken', async () => {
    const { code, stdout, stderr } = await inProcess(
      ['design', 'import', '-', '-o', 'json'],
      { stdin: 'apiVersion: v1\nkind: [Service\nmetadata: {}\n' },
    );
    expect(code).toBe(2);
    const { objects, errors } = JSON.parse(stdout);
    expect(objects).toBe(0);
    expect(errors[0].line).toBeGreaterThan(1);
    expect(stderr).toContain('error: -, line');
  });

  it('takes a folder as one design, without what is hidden, foreign or outside of it', async () => {
    await file('mixed/a.yaml', MANIFESTS);
    await file('mixed/deeper/b.yml', MANIFESTS);
    await file('mixed/package.json', '{"name": "x"}');
    await file('mixed/.hidden/c.yaml', 'broken: [');
    await file('secret.yaml', MANIFESTS);
    await symlink('../secret.yaml', path.join(folder, 'mixed/link.yaml'));
    const { code, stdout } = await inProcess([
      ...['design', 'import', path.join(folder, 'mixed'), '-o', 'json'],
    ]);
    const report = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(report).toMatchObject({ format: 'kubernetes', objects: 4 });
    expect(
      report.warnings.map((one: { file: string }) => one.file).sort(),
    ).toEqual(['link.yaml', 'package.json']);
  });

  it('has charts rendered, and keeps their values as parameters', async () => {
    await file('chart/Chart.yaml', 'apiVersion: v2\nname: c\nversion: 1.0.0');
    await file('chart/values.yaml', 'replicas: 3\n');
    await file('chart/templates/x.yaml', 'kind: {{ .Values.kind }}\n');
    const helm = await program(
      'bin/helm',
      `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: args}\\ndata: {args: "%s", secret: "%s"}\\n' "$1 $2" "$MESHPLANE_SECRET"`,
    );
    const { code, stdout } = await command(
      ['design', 'import', path.join(folder, 'chart'), '--out', '-'],
      { env: { HELM_BIN: helm, MESHPLANE_SECRET: 's3cret' } },
    );
    expect(code).toBe(0);
    expect(parse(stdout)).toMatchObject({
      name: 'chart',
      parameters: [{ name: 'replicas', default: 3 }],
      components: [
        { configuration: { data: { args: 'template chart', secret: '' } } },
      ],
    });
  });

  it('builds the kustomizations that no other one uses, and fetches nothing', async () => {
    await file('kust/base/kustomization.yaml', 'resources: [m.yaml]\n');
    await file('kust/base/m.yaml', MANIFESTS);
    await file('kust/prod/kustomization.yaml', 'resources: [../base]\n');
    const kubectl = await program(
      'bin/kubectl',
      `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: "%s"}\\n' "$(basename "$2")"`,
    );
    const env = { KUBECTL_BIN: kubectl };
    const built = await command(
      ['design', 'import', path.join(folder, 'kust'), '-o', 'json'],
      { env },
    );
    expect(JSON.parse(built.stdout)).toMatchObject({
      format: 'kustomize',
      objects: 1,
      name: 'prod',
    });

    await file(
      'kust/base/kustomization.yaml',
      'resources:\n  - m.yaml\n  - https://example.org/more.yaml\n  - ../../secret.yaml\n',
    );
    const refused = await command(
      ['design', 'import', path.join(folder, 'kust'), '-o', 'json'],
      { env },
    );
    expect(refused.code).toBe(2);
    expect(
      JSON.parse(refused.stdout).errors.map(
        ({ message }: { message: string }) => message,
      ),
    ).toEqual([
      '"https://example.org/more.yaml" lies elsewhere, and nothing is fetched: bring it along',
      '"../../secret.yaml" leads out of the folder',
    ]);
  });

  it('says which program is missing', async () => {
    await file('lonely/Chart.yaml', 'apiVersion: v2\nname: c\nversion: 1.0.0');
    const { code, stderr } = await command(
      ['design', 'import', path.join(folder, 'lonely')],
      { env: { HELM_BIN: '/nowhere/helm' } },
    );
    expect(code).toBe(2);
    expect(stderr).toContain(
      'There is no executable file "/nowhere/helm", which the environment variable HELM_BIN names',
    );
  });
});

describe('design export', () => {
  it('writes the files of a format into a folder', async () => {
    const source = await file('design.yaml', DESIGN);
    const out = path.join(folder, 'chart-out');
    const { code } = await inProcess([
      ...['design', 'export', source, '--format', 'helm', '--out', out],
    ]);
    expect(code).toBe(0);
    expect((await readdir(out)).sort()).toEqual([
      'Chart.yaml',
      'templates',
      'values-production.yaml',
      'values.schema.json',
      'values.yaml',
    ]);
  });

  it('refuses to print several files as one', async () => {
    const source = await file('design.yaml', DESIGN);
    const { code, stderr } = await inProcess([
      ...['design', 'export', source, '--format', 'kustomize', '--out', '-'],
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('which need a folder');
  });
});

describe('design render', () => {
  it('prints what an environment gets, in the order of deployment', async () => {
    const source = await file('design.yaml', DESIGN);
    const render = async (...more: string[]) => {
      const { stdout } = await inProcess([
        ...['design', 'render', source, ...more],
      ]);
      return parseAllDocuments(stdout).map(document => document.toJS());
    };
    expect(await render('--env', 'production')).toMatchObject([
      { kind: 'Namespace', metadata: { name: 'shop' } },
      { metadata: { namespace: 'prod' }, spec: { port: 443 } },
    ]);
    expect((await render('--set', 'port=8080'))[1].spec.port).toBe(8080);
  });

  it.each([
    [['--set', 'port=many'], 'must be integer'],
    [['--set', 'portt=1'], 'The design has no parameter "portt"'],
    [['--env', 'test'], 'The design has no environment "test"'],
  ])('refuses %j', async (more, message) => {
    const source = await file('design.yaml', DESIGN);
    const { code, stderr } = await inProcess([
      ...['design', 'render', source, ...more],
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('design diff', () => {
  it('ends with 1 and the places where two designs differ', async () => {
    const before = await file('design.yaml', DESIGN);
    const after = await file('after.yaml', DESIGN.replace('80', '81'));
    const differ = ['design', 'diff', before, after, '-o', 'json'];
    const different = await inProcess(differ);
    expect(different.code).toBe(1);
    expect(JSON.parse(different.stdout)).toMatchObject({
      same: false,
      parameters: {
        changed: [
          {
            id: 'port',
            changes: [{ op: 'replace', path: '/default', value: 81 }],
          },
        ],
      },
    });
    expect((await inProcess(['design', 'diff', before, before])).code).toBe(0);
  });
});

describe('design validate', () => {
  it.each([
    ['a sound design', DESIGN, 0],
    ['a component without a name', 'apiVersion: v1\nkind: Pod\n', 1],
    ['a broken design', DESIGN.replace('name: shop\np', 'p'), 1],
    ['something else', 'a: b\n', 2],
  ])('judges %s', async (_, content, exit) => {
    const source = await file('judged.yaml', content);
    const { code, stdout } = await inProcess([
      ...['design', 'validate', source, '-o', 'json'],
    ]);
    expect(code).toBe(exit);
    expect(JSON.parse(stdout).valid).toBe(exit === 0);
  });
});
