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

import path from 'node:path';
import { build } from 'esbuild';

/**
 * Makes one file of the load generator's program and all that it needs: `bundleShard OUT`.
 */
async function main(out: string | undefined): Promise<void> {
  if (!out) throw new Error('Say where the file goes: bundleShard OUT');
  await build({
    entryPoints: [path.resolve(__dirname, '../src/shard/main.ts')],
    outfile: path.resolve(out),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    legalComments: 'linked',
    // Looked up only where sources are run, and by the transport that jobs do not offer.
    external: ['tsx', 'autocannon/lib/httpClient'],
    logLevel: 'warning',
  });
}

main(process.argv[2]).catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
