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
import {
  bodyBytes,
  constantRate,
  requestHeaders,
  unmetDemands,
  type Abilities,
} from './demands';
import { externalGenerator } from './externalGenerator';
import type { Invocation } from './Generator';

const COMMON = {
  transports: ['http1'],
  severalEndpoints: false,
  body: true,
  tls: 'unverified',
  clientCertificate: false,
} as const;
const WRK: Abilities = { ...COMMON, openLoop: 'none', closedLoop: true };
const WRK2: Abilities = { ...COMMON, openLoop: 'constant', closedLoop: false };

/** The option that the fork wrk2 has and wrk does not: both are often installed as `wrk`. */
const HAS_RATE = /--rate\b/;
const VERSION = /\bwrk2?\s+(?:\w+\/)?v?(\d\S*)/i;

/** wrk, <https://github.com/wg/wrk>, with one thread. */
export const wrk = externalGenerator({
  name: 'wrk',
  binaries: ['wrk'],
  hint: 'It is the Debian package "wrk".',
  caveats: [
    'wrk is closed-loop: its latencies are service times under saturation and leave out waiting',
    'wrk does not tell single statuses, only how many were 400 and above',
  ],
  probe: {
    args: ['--version'],
    version: output =>
      /\bwrk\b/.test(output) && !HAS_RATE.test(output)
        ? { version: VERSION.exec(output)?.[1] }
        : undefined,
  },
  unsupported: profile => unmetDemands('wrk', WRK, profile),
  invocation: (profile, options) => wrkInvocation(profile, options, []),
});

/** wrk2, <https://github.com/giltene/wrk2>, with one thread. */
export const wrk2 = externalGenerator({
  name: 'wrk2',
  binaries: ['wrk2', 'wrk'],
  hint: 'It is built from the sources at https://github.com/giltene/wrk2; its binary may be called "wrk" or "wrk2".',
  caveats: [
    'wrk2 calibrates for ten seconds and drops those samples',
    'Timeouts are not in the latencies of wrk2',
    'wrk2 does not tell single statuses, only how many were 400 and above',
  ],
  probe: {
    args: ['--help'],
    version: output =>
      HAS_RATE.test(output)
        ? { version: VERSION.exec(output)?.[1] }
        : undefined,
  },
  unsupported: profile => unmetDemands('wrk2', WRK2, profile),
  invocation: (profile, options) =>
    wrkInvocation(profile, options, ['-R', String(constantRate(profile))]),
});

async function wrkInvocation(
  profile: LoadProfile,
  { seconds, folder }: { seconds: number; folder: string },
  rate: string[],
): Promise<Invocation> {
  const [endpoint] = profile.endpoints;
  const args = ['-t', '1', '-c', String(profile.connections)];
  args.push('-d', `${Math.ceil(seconds)}s`, '--latency', ...rate);
  args.push('--timeout', `${Math.ceil(profile.timeoutSeconds)}s`);
  const script = requestScript(profile);
  if (script) {
    // Not on the command line, where everybody on the machine could read it.
    const file = path.join(folder, 'request.lua');
    await writeFile(file, script, { mode: 0o600 });
    args.push('-s', file);
  }
  return { args: [...args, endpoint.url] };
}

/** Method, headers and body as wrk's Lua; `undefined` for a plain GET. */
function requestScript(profile: LoadProfile): string | undefined {
  const [endpoint] = profile.endpoints;
  const headers = requestHeaders(endpoint);
  const body = bodyBytes(endpoint);
  if (endpoint.method === 'GET' && headers.length === 0 && !body) {
    return undefined;
  }
  return [
    `wrk.method = ${luaString(Buffer.from(endpoint.method))}`,
    ...headers.map(
      ([name, value]) =>
        `wrk.headers[${luaString(Buffer.from(name))}] = ${luaString(
          Buffer.from(value),
        )}`,
    ),
    ...(body ? [`wrk.body = ${luaString(body)}`] : []),
    '',
  ].join('\n');
}

/** A Lua string of any bytes: three-digit escapes cannot be read as anything else. */
function luaString(bytes: Buffer): string {
  const escaped = [...bytes].map(byte => `\\${String(byte).padStart(3, '0')}`);
  return `"${escaped.join('')}"`;
}
