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

import { InputError, NotAllowedError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import {
  copyFile,
  link,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChartPackage } from './ChartRepositories';
import type { ChartRepositoryConfig } from './config';
import type { PackageSource } from './source';
import type { ChartStore, StoredPackage } from './store/ChartStore';

/** Checks a package with the provenance file beside it; rejects when it is not good. */
export type ProvenanceCheck = (
  path: string,
  keyring: string,
  options: { signal?: AbortSignal },
) => Promise<void>;

/** Whether packages are signed as the configuration of their repository demands it. */
export class PackageVerifier {
  constructor(
    private readonly store: ChartStore,
    private readonly checkProvenance: ProvenanceCheck,
  ) {}

  /** The strongest check that packages of a repository pass. */
  kindOf(config: ChartRepositoryConfig | undefined): ChartPackage['verified'] {
    if (config?.cosignKey) return 'cosign';
    return config?.keyring ? 'provenance' : 'digest';
  }

  /** Whether a package that is kept needs no further check. */
  async hasPassed(
    { digest }: StoredPackage,
    config: ChartRepositoryConfig | undefined,
  ): Promise<boolean> {
    return (
      this.kindOf(config) === 'digest' ||
      this.store.hasPassed(digest, await keysOf(config))
    );
  }

  /**
   * Checks what is demanded and remembers that it passed.
   *
   * @throws NotAllowedError when a signature is missing or not good
   */
  async check(
    found: PackageSource,
    file: StoredPackage,
    chart: { name: string; version: string },
    config: ChartRepositoryConfig | undefined,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { name, version } = chart;
    if (config?.keyring) {
      const baseName = `${name}-${version}`;
      await this.#checkWithKeyring(
        found,
        file,
        baseName,
        config.keyring,
        signal,
      );
    }
    if (config?.cosignKey) {
      if (!found.checkSignature) {
        throw new NotAllowedError(
          `Chart "${name}" ${version} at "${found.address}" cannot have a cosign signature`,
        );
      }
      await found.checkSignature(config.cosignKey, signal);
    }
    await this.store.notePassed(file.digest, await keysOf(config));
  }

  /** The provenance file names the package's file, so that it needs its own name again. */
  async #checkWithKeyring(
    found: PackageSource,
    file: StoredPackage,
    baseName: string,
    keyring: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const provenance = await found.provenance(signal);
    const folder = await mkdtemp(join(tmpdir(), 'meshplane-provenance-'));
    try {
      const path = join(folder, `${baseName}.tgz`);
      await link(file.path, path).catch(() => copyFile(file.path, path));
      await writeFile(`${path}.prov`, provenance);
      await this.checkProvenance(path, keyring, { signal });
    } catch (error) {
      if (signal?.aborted || (error as Error).name !== 'HelmError') throw error;
      throw new NotAllowedError(
        `"${baseName}.tgz" has a provenance file that is not good: ${
          (error as Error).message
        }`,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Changes with the keys, so that what passed with old ones is checked again. */
async function keysOf(
  config: ChartRepositoryConfig | undefined,
): Promise<string> {
  const { keyring, cosignKey } = config ?? {};
  const hash = createHash('sha256').update(cosignKey ?? '');
  if (keyring) {
    try {
      hash.update(await readFile(keyring));
    } catch (error) {
      throw new InputError(
        `The keyring "${keyring}" of "${config?.url}" cannot be read: ${
          (error as Error).message
        }`,
      );
    }
  }
  return `keys:${hash.digest('hex')}`;
}
