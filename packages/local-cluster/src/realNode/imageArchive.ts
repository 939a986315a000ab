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
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import * as tar from 'tar';

/** One file of an image. @public */
export interface ImageFile {
  /** Absolute path inside the image. */
  path: string;
  /** A local file, or the content itself. */
  from: { file: string } | { content: string | Uint8Array };
  /** Permission bits; default 0o755, since most images hold one program. */
  mode?: number;
}

/** What an image holds and how it is run. @public */
export interface ImageSpec {
  /** Full reference with a tag, such as `example.test/hello:1`. */
  reference: string;
  files: readonly ImageFile[];
  entrypoint: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** `uid` or `uid:gid`; default root. */
  user?: string;
}

const REFERENCE =
  /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
/** The same files give the same image, whenever it is made. */
const EPOCH = new Date(0);

/**
 * Makes an image archive (the format of `docker save`, one layer) from local files, without a container engine.
 *
 * @param archive - where the archive goes; it is overwritten
 * @throws Error naming the reference or the path that is not valid
 * @public
 */
export async function writeImageArchive(
  spec: ImageSpec,
  archive: string,
): Promise<void> {
  checkSpec(spec);
  const work = await mkdtemp(join(tmpdir(), 'meshplane-image-'));
  try {
    const layer = await writeLayer(spec, work);
    const config = JSON.stringify(imageConfig(spec, await sha256(layer)));
    const configName = `${createHash('sha256')
      .update(config)
      .digest('hex')}.json`;
    await writeFile(join(work, configName), config);
    await writeFile(
      join(work, 'manifest.json'),
      JSON.stringify([
        {
          Config: configName,
          RepoTags: [spec.reference],
          Layers: ['layer.tar'],
        },
      ]),
    );
    await mkdir(dirname(archive), { recursive: true });
    await pack(archive, work, ['manifest.json', configName, 'layer.tar']);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function checkSpec(spec: ImageSpec) {
  if (!REFERENCE.test(spec.reference)) {
    throw new Error(
      `"${spec.reference}" is not an image reference: use HOST/NAME:TAG in lower case, such as "example.test/hello:1"`,
    );
  }
  if (spec.entrypoint.length === 0) {
    throw new Error(`Image "${spec.reference}" has no entry point`);
  }
  for (const { path } of spec.files) {
    if (
      !posix.isAbsolute(path) ||
      posix.normalize(path) !== path ||
      path.endsWith('/')
    ) {
      throw new Error(
        `"${path}" in image "${spec.reference}" is not an absolute, plain path of a file`,
      );
    }
  }
}

async function writeLayer(spec: ImageSpec, work: string): Promise<string> {
  const root = join(work, 'root');
  await mkdir(root, { mode: 0o755 });
  for (const { path, from, mode } of spec.files) {
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    if ('file' in from) await copyFile(from.file, target);
    else await writeFile(target, from.content);
    await chmod(target, mode ?? 0o755);
  }
  const layer = join(work, 'layer.tar');
  await pack(layer, root, ['.']);
  await rm(root, { recursive: true });
  return layer;
}

function pack(file: string, cwd: string, entries: string[]) {
  // `portable` leaves out owners, so that everything belongs to root inside the image.
  return tar.create({ file, cwd, portable: true, mtime: EPOCH }, entries);
}

function imageConfig(spec: ImageSpec, layerDigest: string) {
  return {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    created: EPOCH.toISOString(),
    config: {
      Entrypoint: spec.entrypoint,
      Env: Object.entries(spec.env ?? {}).map(
        ([name, value]) => `${name}=${value}`,
      ),
      User: spec.user ?? '',
      WorkingDir: '/',
    },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layerDigest}`] },
    history: [{ created: EPOCH.toISOString() }],
  };
}

async function sha256(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
