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

import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import type { Timing } from '../timing';

/** Editors and mounted ConfigMaps change a file in several steps. */
const SETTLE_MS = 200;

/**
 * Calls back after one of the files may have changed. It watches their folders, since files are often replaced rather
 * than written. A folder that cannot be watched is passed over: the owner reads the files from time to time anyway.
 */
export class FileWatcher {
  readonly #files: readonly string[];
  readonly #timing: Timing;
  #watchers: FSWatcher[] = [];
  #cancel: (() => void) | undefined;

  constructor(files: readonly string[], timing: Timing) {
    this.#files = files;
    this.#timing = timing;
  }

  start(listener: () => void): void {
    const folders = new Set(this.#files.map(file => path.dirname(file)));
    for (const folder of folders) {
      try {
        const watcher = watch(folder, { persistent: false }, () => {
          this.#cancel?.();
          this.#cancel = this.#timing.schedule(SETTLE_MS, listener);
        });
        // The folder went away.
        watcher.on('error', () => watcher.close());
        this.#watchers.push(watcher);
      } catch {
        continue;
      }
    }
  }

  stop(): void {
    this.#cancel?.();
    for (const watcher of this.#watchers) {
      watcher.close();
    }
    this.#watchers = [];
  }
}
