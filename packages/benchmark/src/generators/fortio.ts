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
import {
  bodyBytes,
  constantRate,
  requestHeaders,
  unmetDemands,
  type Abilities,
} from './demands';
import { externalGenerator } from './externalGenerator';
import { writeTlsFiles } from './tlsFiles';

const ABILITIES: Abilities = {
  transports: ['http1', 'http2'],
  openLoop: 'constant',
  closedLoop: true,
  severalEndpoints: false,
  body: true,
  tls: 'verified',
  clientCertificate: true,
};
/** Seconds of the finest bucket: a tenth of the default, since meshes add tenths of a millisecond. */
const RESOLUTION = 0.0001;

/** Fortio, <https://github.com/fortio/fortio>. */
export const fortio = externalGenerator({
  name: 'fortio',
  binaries: ['fortio'],
  hint: 'Get it with: go install fortio.org/fortio@v1.66.2',
  caveats: [
    'Fortio measures from the actual send: time that a request waited because earlier ones were slow is not in its latencies',
    'Fortio keeps buckets: percentiles are interpolated inside them',
    'Fortio catches up after a stall in a burst, which is not the rate that was asked for',
  ],
  probe: {
    args: ['version'],
    version: output => {
      const match = /^v?(\d+\.\d+\.\d+\S*)|fortio\D*(\d+\.\d+\.\d+)/im.exec(
        output.trim(),
      );
      return match ? { version: match[1] ?? match[2] } : undefined;
    },
  },
  unsupported: profile => unmetDemands('Fortio', ABILITIES, profile),
  async invocation(profile, { seconds, folder }) {
    const [endpoint] = profile.endpoints;
    const resultFile = path.join(folder, 'result.json');
    const args = ['load', '-quiet', '-json', resultFile];
    args.push('-qps', String(constantRate(profile) ?? 0));
    args.push('-c', String(profile.connections), '-t', `${seconds}s`);
    args.push('-timeout', `${profile.timeoutSeconds}s`);
    args.push('-r', String(RESOLUTION), '-p', '50,75,90,95,99,99.9');
    // A refused first request is a result, not a reason to give up.
    args.push('-allow-initial-errors');
    if (profile.transport === 'http2') args.push('-h2');
    for (const [name, value] of requestHeaders(endpoint)) {
      args.push('-H', `${name}: ${value}`);
    }
    const body = bodyBytes(endpoint);
    if (body) {
      const file = path.join(folder, 'body');
      await writeFile(file, body);
      args.push('-payload-file', file);
    }
    if (endpoint.method !== 'GET') args.push('-X', endpoint.method);
    const tls = await writeTlsFiles(profile.tls, folder);
    if (profile.tls?.verify === false) args.push('-k');
    if (tls.ca) args.push('-cacert', tls.ca);
    if (tls.cert) args.push('-cert', tls.cert);
    if (tls.key) args.push('-key', tls.key);
    return { args: [...args, endpoint.url], resultFile };
  },
});
