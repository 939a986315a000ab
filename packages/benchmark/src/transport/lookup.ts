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

import { lookup as systemLookup, LookupAddress } from 'node:dns';
import { isIP, LookupFunction } from 'node:net';

/** Addresses by host name that connections must use; nothing else is asked for these names. */
export type PinnedAddresses = Record<string, string[]>;

/**
 * Name resolution of a run: pinned names give their addresses, others are asked for once and kept, so that neither a
 * slow resolver nor a change of addresses comes into the measurement. A failure is not kept.
 */
export function createLookup(pinned: PinnedAddresses): LookupFunction {
  const known = new Map<string, LookupAddress[]>(
    Object.entries(pinned).map(([host, addresses]) => [
      host,
      addresses.map(address => ({ address, family: isIP(address) })),
    ]),
  );
  return (host, options, callback) => {
    const answer = (addresses: LookupAddress[]) =>
      options.all
        ? callback(null, addresses)
        : callback(null, addresses[0].address, addresses[0].family);
    const addresses = known.get(host);
    if (addresses && addresses.length > 0) {
      process.nextTick(answer, addresses);
      return;
    }
    systemLookup(host, { all: true }, (error, found) => {
      if (error) {
        callback(error, '', 0);
      } else {
        known.set(host, found);
        answer(found);
      }
    });
  };
}
