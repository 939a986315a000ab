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

import {
  constantRate,
  requestHeaders,
  unmetDemands,
  type Abilities,
} from './demands';
import { externalGenerator } from './externalGenerator';
import type { LoadProfile } from '../model/profile';

const ABILITIES: Abilities = {
  transports: ['http1', 'http2'],
  openLoop: 'constant',
  closedLoop: false,
  severalEndpoints: false,
  body: false,
  tls: 'unverified',
  clientCertificate: false,
};

/** Nighthawk, <https://github.com/envoyproxy/nighthawk>, with one worker. */
export const nighthawk = externalGenerator({
  name: 'nighthawk',
  binaries: ['nighthawk_client'],
  hint: 'It comes in the image envoyproxy/nighthawk, or is built from its sources.',
  caveats: [
    'Nighthawk measures from the moment at which it released a request, not from the intended start',
    'In the format in which it is read Nighthawk keeps one bucket per percentile step',
  ],
  probe: {
    args: ['--version'],
    version: output => ({
      version: /(\d+\.\d+\.\d+\S*)/.exec(output)?.[1],
    }),
  },
  unsupported: profile => [
    ...unmetDemands('Nighthawk', ABILITIES, profile),
    ...wholeNumbers(profile),
  ],
  async invocation(profile, { seconds }) {
    const [endpoint] = profile.endpoints;
    const args = ['--output-format', 'fortio', '--concurrency', '1'];
    args.push('--open-loop', '--rps', String(constantRate(profile)));
    args.push('--connections', String(profile.connections));
    args.push('--duration', String(Math.ceil(seconds)));
    args.push('--timeout', String(Math.ceil(profile.timeoutSeconds)));
    // Its default ends the run at the first failed request.
    args.push('--failure-predicate', 'benchmark.http_5xx:4294967295');
    args.push('--failure-predicate', 'benchmark.http_4xx:4294967295');
    if (profile.transport === 'http2') args.push('--protocol', 'http2');
    if (endpoint.method !== 'GET') {
      args.push('--request-method', endpoint.method);
    }
    for (const [name, value] of requestHeaders(endpoint)) {
      args.push('--request-header', `${name}:${value}`);
    }
    return { args: [...args, endpoint.url] };
  },
});

function wholeNumbers(profile: LoadProfile): string[] {
  const rate = constantRate(profile);
  return rate !== undefined && !Number.isInteger(rate)
    ? [`"load.stages": Nighthawk takes whole rates, not ${rate}`]
    : [];
}
