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

import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** How a fake program behaves; the texts are JavaScript that sees `args`, `fs` and `stdin`. */
export interface FakeProgram {
  name: string;
  /** Runs when the program is started; what it returns is printed. */
  script: string;
}

/** A folder on the PATH with programs that stand for load generators. */
export interface FakePath {
  folder: string;
  /** Arguments of every start so far, in order. */
  starts(): Promise<string[][]>;
  restore(): Promise<void>;
}

/** Makes the PATH lead to fake programs and to nothing else. */
export async function fakePath(programs: FakeProgram[]): Promise<FakePath> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'meshplane-fake-'));
  const log = path.join(folder, 'starts.jsonl');
  for (const { name, script } of programs) {
    const file = path.join(folder, name);
    await writeFile(
      file,
      `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
const stdin = fs.readFileSync(0, 'utf8');
fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify(args) + '\\n');
const after = flag => args[args.indexOf(flag) + 1];
(async () => {${script}})().then(text => process.stdout.write(text ?? ''));
`,
    );
    await chmod(file, 0o755);
  }
  const before = process.env.PATH;
  process.env.PATH = folder;
  return {
    folder,
    async starts() {
      const text = await readFile(log, 'utf8');
      return text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
    },
    async restore() {
      process.env.PATH = before;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
