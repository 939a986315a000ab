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

import { readFile } from 'node:fs/promises';
import { shardControlSchema, type ShardControl } from '@meshplane/benchmark';

/** Kubelet swaps folders, which watches of files miss: looking is cheap, and this is how late a start can be heard. */
const LOOK_MS = 50;

/** What the generator is told while it runs: a file that changes. */
export class ControlFile {
  readonly #path: string;
  #last = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Calls back with every change from now on, and with what is there already. */
  watch(onChange: (control: ShardControl) => void): void {
    const look = async () => {
      const text = await readFile(this.#path, 'utf8').catch(() => '');
      if (text !== this.#last) {
        this.#last = text;
        const control = parsed(text);
        if (control) onChange(control);
      }
      this.#timer = setTimeout(look, LOOK_MS);
    };
    void look();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#last = '';
  }
}

/** Nothing yet, or a file that is just being written: the next look sees the whole. */
function parsed(text: string): ShardControl | undefined {
  try {
    return shardControlSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
