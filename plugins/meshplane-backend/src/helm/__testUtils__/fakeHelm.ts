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
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run of the stand-in saw. */
export interface FakeRun {
  args: string[];
  env: Record<string, string>;
  stdin: string;
  cwd: string;
}

/**
 * Writes an executable that reports `version` and, for all else, writes down how it was called and then runs `script`
 * (JavaScript; `args` and `stdin` are there).
 */
export async function createFakeHelm(options: {
  version?: string;
  script?: string;
}) {
  const folder = await mkdtemp(join(tmpdir(), 'fake-helm-'));
  const path = join(folder, 'helm');
  const record = join(folder, 'run.json');
  await writeFile(
    path,
    `#!${process.execPath}
const args = process.argv.slice(2);
if (args[0] === 'version') {
  process.stdout.write(${JSON.stringify(options.version ?? 'v4.1.4')});
  process.exit(0);
}
const fs = require('node:fs');
const stdin = fs.readFileSync(0, 'utf8');
fs.writeFileSync(${JSON.stringify(record)}, JSON.stringify({
  args, stdin, env: process.env, cwd: process.cwd(),
}));
${options.script ?? ''}
`,
  );
  await chmod(path, 0o755);
  return {
    path,
    folder,
    lastRun: async () => JSON.parse(await readFile(record, 'utf8')) as FakeRun,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
