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

/** How a registry wants to be asked (RFC 9110, section 11.6.1; the token protocol of the distribution project). */
export type Challenge =
  | { scheme: 'basic' }
  | { scheme: 'bearer'; realm: string; service?: string; scope?: string };

/** Reads `WWW-Authenticate`; undefined for schemes that are not known. */
export function parseChallenge(
  header: string | undefined,
): Challenge | undefined {
  const match = /^\s*(basic|bearer)(?:\s+(.*))?$/is.exec(header ?? '');
  if (!match) return undefined;
  if (match[1].toLowerCase() === 'basic') return { scheme: 'basic' };
  const fields = new Map<string, string>();
  for (const [, name, quoted, plain] of (match[2] ?? '').matchAll(
    /([a-z_]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi,
  )) {
    fields.set(name.toLowerCase(), quoted ?? plain);
  }
  const realm = fields.get('realm');
  if (!realm) return undefined;
  return {
    scheme: 'bearer',
    realm,
    service: fields.get('service'),
    scope: fields.get('scope'),
  };
}
