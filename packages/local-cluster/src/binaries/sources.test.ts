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

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashSources } from './sources';

describe('hashSources', () => {
  let folder: string;
  const write = async (name: string, text: string) => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  const hash = (recipe: string[] = ['-trimpath']) =>
    hashSources(folder, './cmd/control-plane', recipe);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sources-'));
    await write('go.mod', 'module m');
    await write('cmd/control-plane/main.go', 'package main');
    await write('egress/egress.go', 'package egress');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['its main package', 'cmd/control-plane/main.go'],
    ['a package that it shares', 'egress/egress.go'],
    ['a new file', 'egress/more.go'],
    ['the module file', 'go.mod'],
  ])('changes with %s', async (_, name) => {
    const before = await hash();
    await write(name, 'package changed');
    expect(await hash()).not.toBe(before);
  });

  it.each([
    ['a test', 'egress/egress_test.go'],
    ['another binary', 'cmd/node/main.go'],
    ['a document', 'egress/README.md'],
  ])('does not change with %s', async (_, name) => {
    const before = await hash();
    await write(name, 'anything');
    expect(await hash()).toBe(before);
  });

  it('changes with the build flags', async () => {
    expect(await hash(['-race'])).not.toBe(await hash());
  });
});
