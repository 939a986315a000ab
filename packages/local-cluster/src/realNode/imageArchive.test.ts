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

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tar from 'tar';
import { writeImageArchive, type ImageSpec } from './imageArchive';

describe('writeImageArchive', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const spec = (more: Partial<ImageSpec> = {}): ImageSpec => ({
    reference: 'example.test/tools/hello:1.0',
    files: [
      { path: '/bin/hello', from: { content: 'program' } },
      {
        path: '/etc/hello.conf',
        from: { content: 'colour: blue' },
        mode: 0o644,
      },
    ],
    entrypoint: ['/bin/hello', '--serve'],
    env: { COLOUR: 'blue' },
    user: '65532',
    ...more,
  });

  async function unpacked(archive: string) {
    const target = await mkdtemp(join(folder, 'unpacked-'));
    await tar.extract({ file: archive, cwd: target });
    const [manifest] = JSON.parse(
      await readFile(join(target, 'manifest.json'), 'utf8'),
    );
    const config = JSON.parse(
      await readFile(join(target, manifest.Config), 'utf8'),
    );
    return { target, manifest, config };
  }

  it('writes a manifest, a configuration and a layer whose digests agree', async () => {
    const archive = join(folder, 'hello.tar');
    await writeImageArchive(spec(), archive);

    const { target, manifest, config } = await unpacked(archive);
    expect(manifest.RepoTags).toEqual(['example.test/tools/hello:1.0']);
    const layer = await readFile(join(target, manifest.Layers[0]));
    const digest = createHash('sha256').update(layer).digest('hex');
    expect(config.rootfs.diff_ids).toEqual([`sha256:${digest}`]);
    expect(config.config).toEqual({
      Entrypoint: ['/bin/hello', '--serve'],
      Env: ['COLOUR=blue'],
      User: '65532',
      WorkingDir: '/',
    });
  });

  it('puts files into the layer with their modes and root as their owner', async () => {
    const program = join(folder, 'program');
    await writeFile(program, 'binary');
    const archive = join(folder, 'hello.tar');
    await writeImageArchive(
      spec({
        files: [
          { path: '/bin/hello', from: { file: program } },
          {
            path: '/etc/hello.conf',
            from: { content: 'colour: blue' },
            mode: 0o644,
          },
        ],
      }),
      archive,
    );

    const { target, manifest } = await unpacked(archive);
    const owners = new Set<number | undefined>();
    await tar.list({
      file: join(target, manifest.Layers[0]),
      onReadEntry: entry => owners.add(entry.uid),
    });
    await tar.extract({ file: join(target, manifest.Layers[0]), cwd: target });
    expect(await readFile(join(target, 'bin/hello'), 'utf8')).toBe('binary');
    expect((await stat(join(target, 'bin/hello'))).mode % 0o1000).toBe(0o755);
    expect((await stat(join(target, 'etc/hello.conf'))).mode % 0o1000).toBe(
      0o644,
    );
    expect([...owners].filter(uid => uid !== undefined && uid !== 0)).toEqual(
      [],
    );
  });

  it('gives the same archive for the same files', async () => {
    await writeImageArchive(spec(), join(folder, 'a.tar'));
    await writeImageArchive(spec(), join(folder, 'b.tar'));
    expect(await readFile(join(folder, 'a.tar'))).toEqual(
      await readFile(join(folder, 'b.tar')),
    );
  });

  it.each([
    [{ reference: 'Hello' }, /"Hello" is not an image reference/],
    [
      { reference: 'example.test/hello' },
      /"example.test\/hello" is not an image reference/,
    ],
    [{ entrypoint: [] }, /has no entry point/],
    [
      { files: [{ path: '../etc/passwd', from: { content: '' } }] },
      /"\.\.\/etc\/passwd" in image/,
    ],
    [
      { files: [{ path: '/a/../../b', from: { content: '' } }] },
      /"\/a\/\.\.\/\.\.\/b" in image/,
    ],
  ] as [Partial<ImageSpec>, RegExp][])('refuses %j', async (more, message) => {
    await expect(
      writeImageArchive(spec(more), join(folder, 'x.tar')),
    ).rejects.toThrow(message);
  });
});
