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

import type { LoadProfile } from '@meshplane/benchmark/model';
import type { LoadGenerator } from '@meshplane/plugin-meshplane-common';
import { isIP } from 'node:net';

/** A profile for a program that asks for names itself: with addresses in place of the names. */
export type PinnedProfile =
  | { load: LoadProfile; notes: string[] }
  /** Why that cannot be done. */
  | { problem: string };

/**
 * Writes the checked addresses into the URLs and the names into the header `Host`, so that a program which resolves names
 * itself contacts nothing else. Over TLS that is not possible: the name is needed for the certificate.
 */
export function pinnedProfile(
  load: LoadProfile,
  addresses: ReadonlyMap<string, readonly string[]>,
  generator: LoadGenerator,
): PinnedProfile {
  const notes = new Set<string>();
  const endpoints: LoadProfile['endpoints'] = [];
  for (const endpoint of load.endpoints) {
    const url = new URL(endpoint.url);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host)) {
      endpoints.push(endpoint);
      continue;
    }
    const found = addresses.get(host) ?? [];
    if (found.length === 0)
      return { problem: `The address of "${host}" was not checked` };
    if (url.protocol !== 'http:')
      return {
        problem: `${generator} would look up "${host}" again when it connects, so that the checked address could not be kept; over TLS only the generator "meshplane" keeps it`,
      };
    const [address] = found;
    if (found.length > 1)
      notes.add(
        `${generator} uses one address of "${host}" only: ${address} of ${found.length}`,
      );
    const named = url.host;
    url.hostname = address.includes(':') ? `[${address}]` : address;
    const hasHost = Object.keys(endpoint.headers).some(name =>
      /^host$/i.test(name),
    );
    endpoints.push({
      ...endpoint,
      name: endpoint.name ?? endpoint.url,
      url: url.href,
      headers: hasHost
        ? endpoint.headers
        : { ...endpoint.headers, Host: named },
    });
  }
  return { load: { ...load, endpoints }, notes: [...notes] };
}
