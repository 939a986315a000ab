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
import type { Endpoint, LoadProfile } from '../model/profile';
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
  severalEndpoints: true,
  body: true,
  tls: 'verified',
  clientCertificate: true,
};
/** Targets are taken in turn, so that weights become repetitions; more than this many would be no list any more. */
const MAX_TARGETS = 1000;
const MAX_REPETITION = 100;

/** vegeta, <https://github.com/tsenart/vegeta>. */
export const vegeta = externalGenerator({
  name: 'vegeta',
  binaries: ['vegeta'],
  hint: 'Get it with: go install github.com/tsenart/vegeta/v12@latest',
  caveats: [
    'vegeta measures from the actual send: the wait for a free worker is not in its latencies',
    'vegeta opens connections as it needs them, so that the number of connections is an upper bound',
    'vegeta takes weighted endpoints in a fixed order instead of at random',
  ],
  probe: {
    args: ['-version'],
    version: output =>
      /Version:/.test(output)
        ? { version: /Version:\s*v?(\d\S*)/.exec(output)?.[1] }
        : undefined,
  },
  unsupported: profile => unmetDemands('vegeta', ABILITIES, profile),
  async invocation(profile, { seconds, folder }) {
    const records = path.join(folder, 'records.bin');
    const targets = path.join(folder, 'targets.json');
    await writeFile(targets, targetLines(profile), { mode: 0o600 });
    const rate = constantRate(profile);
    const connections = String(profile.connections);
    const args = ['attack', '-format', 'json', '-targets', targets];
    args.push('-output', records, '-duration', `${seconds}s`);
    args.push('-rate', rate === undefined ? '0' : vegetaRate(rate));
    args.push('-timeout', `${profile.timeoutSeconds}s`);
    args.push('-connections', connections, '-max-connections', connections);
    // Without a rate it needs a bound on its workers, which then are the closed loop.
    if (rate === undefined) {
      args.push('-max-workers', connections, '-workers', connections);
    }
    args.push('-max-body', '0', '-redirects', '-1');
    const insecure = profile.endpoints[0].url.startsWith('http:');
    if (profile.transport === 'http1') args.push('-http2=false');
    else if (insecure) args.push('-h2c');
    const tls = await writeTlsFiles(profile.tls, folder);
    if (profile.tls?.verify === false) args.push('-insecure');
    if (tls.ca) args.push('-root-certs', tls.ca);
    if (tls.cert) args.push('-cert', tls.cert);
    if (tls.key) args.push('-key', tls.key);
    return { args, convert: ['encode', '-to', 'json', records] };
  },
});

/** Requests per unit of time, both whole as vegeta wants them. */
function vegetaRate(rate: number): string {
  if (Number.isInteger(rate)) return `${rate}/1s`;
  const perKilosecond = Math.round(rate * 1000);
  return `${perKilosecond}/1000s`;
}

function targetLines(profile: LoadProfile): string {
  const smallest = Math.min(...profile.endpoints.map(({ weight }) => weight));
  const lines = profile.endpoints.flatMap(endpoint => {
    const times = Math.min(
      MAX_REPETITION,
      Math.max(1, Math.round(endpoint.weight / smallest)),
    );
    return Array.from({ length: times }, () => targetLine(endpoint));
  });
  return `${lines.slice(0, MAX_TARGETS).join('\n')}\n`;
}

function targetLine(endpoint: Endpoint): string {
  const header: Record<string, string[]> = {};
  for (const [name, value] of requestHeaders(endpoint)) {
    header[name] = [...(header[name] ?? []), value];
  }
  return JSON.stringify({
    method: endpoint.method,
    url: endpoint.url,
    header,
    body: bodyBytes(endpoint)?.toString('base64'),
  });
}
