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

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LoadProfile } from '../model/profile';
import { unmetDemands, type Abilities } from './demands';
import { externalGenerator } from './externalGenerator';
import { k6Script } from './k6Script';
import { writeTlsFiles } from './tlsFiles';

const ABILITIES: Abilities = {
  // Over TLS it takes HTTP/2 wherever the server offers it; over plain HTTP it has no HTTP/2.
  transports: ['http1'],
  openLoop: 'stages',
  closedLoop: true,
  severalEndpoints: true,
  body: true,
  expectStatus: true,
  expectBody: true,
  tls: 'verified',
  clientCertificate: true,
};

/** k6, <https://k6.io>: a program of its own under the AGPL, only ever started. */
export const k6 = externalGenerator({
  name: 'k6',
  binaries: ['k6'],
  hint: 'See https://grafana.com/docs/k6/latest/set-up/install-k6/',
  caveats: [
    'k6 measures from the actual send: the wait for a free virtual user is not in its latencies, and what it could not start is dropped',
    'k6 keeps no histogram in its summary: only the listed percentiles are known',
  ],
  probe: {
    args: ['version'],
    version: output =>
      /\bk6\b/.test(output)
        ? { version: /k6\S*\s+v?(\d\S*)/.exec(output)?.[1] }
        : undefined,
  },
  unsupported: profile => unmetDemands('k6', ABILITIES, profile),
  async invocation(profile: LoadProfile, { seconds, folder }) {
    const script = path.join(folder, 'load.js');
    const resultFile = path.join(folder, 'summary.json');
    await writeFile(script, k6Script(profile, { seconds, resultFile }), {
      mode: 0o600,
    });
    const tls = await writeTlsFiles(
      { ca: profile.tls?.ca, verify: true },
      folder,
    );
    return {
      args: ['run', '--quiet', '--no-usage-report', script],
      env: {
        // HTTP/2 is the transport only where it was asked for.
        GODEBUG: 'http2client=0',
        ...(tls.ca ? { SSL_CERT_FILE: tls.ca } : {}),
      },
      resultFile,
    };
  },
});
