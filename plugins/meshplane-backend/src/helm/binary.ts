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
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { devNull, tmpdir } from 'node:os';
import semver from 'semver';
import type { HelmConfig } from './config';
import type { HelmHealth } from './HelmExecutor';

/** Older ones get no security fixes and lack some of the flags. */
const LEAST_VERSION = '3.18.0';
const VERSION_TIMEOUT_MS = 15_000;
/** A file on a path that was not there may be there a moment later, such as while an image is being set up. */
const RETRY_MS = 30_000;

const HOW_TO =
  'Install Helm v3.18 or newer, and put it on the PATH, or set HELM_BIN or "meshplane.helm.binary".';

/** A usable binary. */
export interface HelmBinary {
  readonly path: string;
  readonly version: string;
  readonly major: 3 | 4;
}

export interface BinaryLookupOptions {
  readonly config: HelmConfig;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly now?: () => number;
}

/** Finds `helm` and asks its version; remembers the answer. */
export class BinaryLookup {
  readonly #options: BinaryLookupOptions;
  #pending: Promise<HelmHealth> | undefined;
  #lookAgainAt = Infinity;

  constructor(options: BinaryLookupOptions) {
    this.#options = options;
  }

  health(): Promise<HelmHealth> {
    const now = this.#options.now ?? Date.now;
    if (!this.#pending || now() >= this.#lookAgainAt) {
      this.#lookAgainAt = Infinity;
      const pending = this.#look();
      this.#pending = pending;
      pending.then(health => {
        if (health.state !== 'ok' && this.#pending === pending) {
          this.#lookAgainAt = now() + RETRY_MS;
        }
      });
    }
    return this.#pending;
  }

  /** The binary, or the health that says why there is none. */
  async find(): Promise<HelmBinary | HelmHealth> {
    const health = await this.health();
    if (health.state !== 'ok' || !health.path || !health.version) return health;
    return {
      path: health.path,
      version: health.version,
      major: semver.major(health.version) === 3 ? 3 : 4,
    };
  }

  /** The binary turned out to be gone: look again next time. */
  forget(): void {
    this.#pending = undefined;
  }

  async #look(): Promise<HelmHealth> {
    const { config, env = process.env } = this.#options;
    // A place that somebody named is not passed over silently for another one.
    const named: [string, string | undefined][] = [
      ['"meshplane.helm.binary"', config.binary],
      ['the environment variable HELM_BIN', env.HELM_BIN],
    ];
    for (const [where, path] of named) {
      if (path) {
        return (await isExecutable(path))
          ? askVersion(path)
          : {
              state: 'missing',
              message: `There is no executable file "${path}", which ${where} names. ${HOW_TO}`,
            };
      }
    }
    for (const folder of (env.PATH ?? '').split(delimiter)) {
      const path = join(folder, 'helm');
      if (folder && (await isExecutable(path))) return askVersion(path);
    }
    return {
      state: 'missing',
      message: `"helm" is not on the PATH. ${HOW_TO}`,
    };
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function askVersion(path: string): Promise<HelmHealth> {
  return new Promise(resolve => {
    execFile(
      path,
      ['version', '--template', '{{.Version}}'],
      {
        timeout: VERSION_TIMEOUT_MS,
        maxBuffer: 64 * 1024,
        // Nothing of the backend's own environment, which holds its credentials.
        env: { HOME: tmpdir(), KUBECONFIG: devNull },
      },
      (error, stdout) => {
        const version = semver.clean(stdout.trim().split(/\s/)[0] ?? '');
        if (error || !version) {
          const why = error
            ? `it cannot be run: ${error.message.split('\n')[0]}`
            : `its version is not one: "${stdout.trim().slice(0, 80)}"`;
          resolve({
            state: 'broken',
            path,
            message: `"${path}" is not a Helm that can be used, ${why}. ${HOW_TO}`,
          });
        } else if (
          semver.lt(version, LEAST_VERSION) ||
          semver.major(version) > 4
        ) {
          resolve({
            state: 'unsupported',
            path,
            version,
            message: `"${path}" is Helm ${version}; v3.18 to v4 are supported. ${HOW_TO}`,
          });
        } else {
          resolve({
            state: 'ok',
            path,
            version,
            message: `Helm ${version} at "${path}"`,
          });
        }
      },
    );
  });
}
