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

import { existsSync, readFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';

/** The part of the environment that decides where files go. */
export type PathEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The per-user folder that outlives checkouts: built binaries and clusters.
 * `XDG_CACHE_HOME` is honoured, else it is `~/.cache/meshplane`.
 */
export function cacheFolder(env: PathEnvironment = process.env): string {
  const base = env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache');
  return join(base, 'meshplane');
}

/** The folder that holds one folder per cluster name. */
export function clustersFolder(env: PathEnvironment = process.env): string {
  return join(cacheFolder(env), 'clusters');
}

/**
 * Where a cluster's Unix sockets go. Socket paths are limited to about 100
 * bytes, which a cache folder can exceed, so they live in a short folder whose
 * name is derived from the cluster's folder and the user.
 */
export function socketFolder(clusterFolder: string): string {
  const digest = createHash('sha256').update(clusterFolder).digest('hex');
  const base = existsSync('/tmp') ? '/tmp' : tmpdir();
  return join(base, `meshplane-${userInfo().uid}-${digest.slice(0, 12)}`);
}

/**
 * This package's own folder, found upwards from here, since the code runs
 * both from `src` and from a bundled `dist`.
 */
// eslint-disable-next-line no-restricted-syntax
export function packageFolder(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as {
        name?: string;
      };
      if (name === '@meshplane/local-cluster') {
        return folder;
      }
    }
    if (dirname(folder) === folder) {
      throw new Error(
        `The folder of @meshplane/local-cluster was not found upwards from "${from}"`,
      );
    }
  }
}
