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

import { isMap } from './merge';
import { valuePath } from './valuePath';

/** A value that looks like a secret. The value itself is not in it. */
export interface SecretFinding {
  /** `global.token`. */
  readonly path: string;
  /** For people. */
  readonly why: string;
}

const SECRET_KEY =
  /(^|[a-z_.-])(password|passwd|passphrase|token|secret|api[-_]?key|access[-_]?key|secret[-_]?key|private[-_]?key|client[-_]?secret|credentials?|gossip[-_]?key|key[-_]?pem|license)$/i;
/** They say where a secret is, not what it is. */
const REFERENCE_KEY =
  /(name|ref|path|file|mount|namespace|audience|issuer|kind|type|enabled|ttl|expiration|policy)$/i;

const SECRET_VALUES: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/^eyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]*$/, 'a signed token'],
  [/^(AKIA|ASIA)[0-9A-Z]{16}$/, 'an access key of a cloud'],
  [/^gh[pousr]_[A-Za-z0-9]{30,}$/, 'an access token'],
  [/^\w+:\/\/[^/\s:@]+:[^/\s@]+@/, 'an address with a password in it'],
];

/** Deeper values are no sensible overrides. */
const MAX_DEPTH = 32;

/**
 * Finds what looks like a secret in overrides: those end up in a plan, in the database and in a release record, where
 * secrets do not belong.
 */
export function findSecrets(values: unknown): SecretFinding[] {
  const found: SecretFinding[] = [];
  const visit = (
    value: unknown,
    path: readonly (string | number)[],
    siblings: ReadonlySet<string>,
  ) => {
    if (path.length > MAX_DEPTH) return;
    if (typeof value === 'string') {
      const why = reasonOf(value, path.at(-1), siblings);
      if (why) found.push({ path: valuePath(path), why });
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, [...path, index], siblings));
    } else if (isMap(value)) {
      const keys = new Set(Object.keys(value));
      for (const [key, item] of Object.entries(value)) {
        visit(item, [...path, key], keys);
      }
    }
  };
  visit(values, [], new Set());
  return found;
}

function reasonOf(
  value: string,
  key: string | number | undefined,
  siblings: ReadonlySet<string>,
): string | undefined {
  const byValue = SECRET_VALUES.find(([pattern]) => pattern.test(value));
  if (byValue) return `it is ${byValue[1]}`;
  if (typeof key !== 'string' || value.trim() === '') return undefined;
  if (!SECRET_KEY.test(key) || REFERENCE_KEY.test(key)) return undefined;
  // `{secretName, secretKey}` is how charts name a key of a Secret that exists.
  if (
    /key$/i.test(key) &&
    (siblings.has('secretName') || siblings.has('name'))
  ) {
    return undefined;
  }
  return `a key such as "${key}" holds a secret`;
}

/** Whether a value may be shown in a message. */
export function looksSecret(
  path: readonly (string | number)[],
  value: unknown,
): boolean {
  const key = path.at(-1);
  return (
    (typeof value === 'string' &&
      SECRET_VALUES.some(([pattern]) => pattern.test(value))) ||
    path.some(
      part =>
        typeof part === 'string' &&
        SECRET_KEY.test(part) &&
        (part !== key || !REFERENCE_KEY.test(part)),
    )
  );
}
