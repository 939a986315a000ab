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

import ipaddr from 'ipaddr.js';

/**
 * `private`: inside of an organisation, allowed by a pattern only. `loopback`: the machine of the generator itself,
 * likewise. `forbidden`: never, whatever the configuration says.
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'forbidden';

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

/** Addresses of metadata services that do not lie in the link-local ranges. */
const METADATA = [
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
].map(range => ipaddr.parseCIDR(range));

const IPV4_COMPATIBLE = ipaddr.parseCIDR('::/96');
const MAX_NESTING = 3;

/** What kind of place an address is; one that cannot be read is forbidden. */
export function kindOfAddress(text: string): {
  kind: AddressKind;
  /** What it is, for a message: `a link-local address`. */
  what: string;
} {
  // A zone says on which interface a link-local address is meant.
  const bare = text.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return forbidden('not an address');
  return kindOf(ipaddr.parse(bare), 0);
}

function kindOf(
  address: Ip,
  depth: number,
): { kind: AddressKind; what: string } {
  if (METADATA.some(([range, bits]) => isIn(address, range, bits)))
    return forbidden('the address of a metadata service');
  const inner = embedded(address);
  if (inner) {
    if (depth >= MAX_NESTING) return forbidden('an address inside of others');
    const { kind, what } = kindOf(inner, depth + 1);
    return { kind, what: `${what}, written as ${address.toString()}` };
  }
  switch (address.range()) {
    case 'linkLocal':
      return forbidden('a link-local address, where metadata services are');
    case 'loopback':
      return { kind: 'loopback', what: 'a loopback address' };
    case 'private':
    case 'uniqueLocal':
    case 'carrierGradeNat':
      return { kind: 'private', what: 'a private address' };
    case 'unicast':
      return { kind: 'public', what: 'a public address' };
    case 'unspecified':
      return forbidden('an unspecified address, which means this machine');
    default:
      return forbidden(`an address for a special use (${address.range()})`);
  }
}

/** The IPv4 address that an IPv6 address stands for. */
function embedded(address: Ip): Ip | undefined {
  if (!isIPv6(address)) return undefined;
  const bytes = address.toByteArray();
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6145':
    case 'rfc6052':
      return ipaddr.fromByteArray(bytes.slice(12));
    case '6to4':
      return ipaddr.fromByteArray(bytes.slice(2, 6));
    default:
      return isIn(address, ...IPV4_COMPATIBLE) &&
        bytes.slice(12).some(Boolean) &&
        address.range() === 'unicast'
        ? ipaddr.fromByteArray(bytes.slice(12))
        : undefined;
  }
}

function isIn(address: Ip, range: Ip, bits: number): boolean {
  return address.kind() === range.kind() && address.match(range as never, bits);
}

function isIPv6(address: Ip): address is ipaddr.IPv6 {
  return address.kind() === 'ipv6';
}

function forbidden(what: string) {
  return { kind: 'forbidden' as const, what };
}
