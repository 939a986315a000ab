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

/**
 * `npm run docs` makes the generated documents anew: the OpenAPI document, the API reports and the reference of the
 * configuration. With `--check` it fails if that changed anything, which is what CI asks.
 */
import fs from 'node:fs';
import path from 'node:path';
import { configReference } from './configReference';
import { capture, run } from './processes';

const root = path.resolve(__dirname, '..');
const CONFIGURATION = 'docs/configuration.md';
const GENERATED = [
  'plugins/meshplane-common/openapi.yaml',
  CONFIGURATION,
  '*report*.api.md',
];
/** Remarks that hold paths of the machine or numbers of lines, which change without any change of an API. */
const OMITTED = 'ae-wrong-input-file-type,ae-undocumented';
const REPORTED = ['packages/meshes', 'packages/local-cluster', 'plugins/*'];

async function must(command: string, ...args: string[]) {
  const code = await run(command, args, { cwd: root });
  if (code !== 0)
    throw new Error(`"${[command, ...args].join(' ')}" ended with ${code}`);
}

async function writeConfiguration() {
  const table = (folder: string) =>
    configReference(path.join(root, folder, 'config.d.ts'));
  const text = [
    '# Configuration',
    '<!-- Generated from the config.d.ts files by "npm run docs". -->',
    'Keys of `app-config.yaml`. All of them may be left out.',
    '## Backend plugin',
    table('plugins/meshplane-backend'),
    '## Catalog module',
    table('plugins/catalog-backend-module-meshplane'),
    '',
  ].join('\n\n');
  fs.writeFileSync(path.join(root, CONFIGURATION), text);
  await must('npx', 'prettier', '--write', '--loglevel', 'warn', CONFIGURATION);
}

async function main() {
  await must(
    'npm',
    'run',
    '--silent',
    'openapi',
    '-w',
    'plugins/meshplane-backend',
  );
  await writeConfiguration();
  // The reports are made from declarations. An incremental run would order the members of unions by what it happened to
  // compile before.
  await must('npx', 'tsc', '--incremental', 'false');
  await must(
    'npx',
    'backstage-repo-tools',
    'api-reports',
    '--allow-all-warnings',
    '--omit-messages',
    OMITTED,
    ...REPORTED,
  );
  if (!process.argv.includes('--check')) return;
  const { code, stdout } = await capture(
    'git',
    ['status', '--porcelain', '--', ...GENERATED],
    { cwd: root },
  );
  if (code !== 0)
    throw new Error(
      `"git status" ended with ${code}; the check compares with what is committed and needs a git checkout`,
    );
  if (stdout !== '')
    throw new Error(`Not current; run "npm run docs" and commit:\n${stdout}`);
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
